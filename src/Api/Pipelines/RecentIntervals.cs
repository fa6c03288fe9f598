using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.Pipelines;
using EventedPipelines.Domain.Runs;
using EventedPipelines.Projections.Runs;
using Npgsql;

namespace EventedPipelines.Api.Pipelines;

/// <summary>The latest intervals of each pipeline that have a run, each at its current generation.</summary>
public static class RecentIntervals
{
    const string Sql = """
        select distinct on (d.pipeline, d."from")
            d.pipeline, d.data ->> 'interval', (d.data ->> 'generation')::int, d.id, d.data ->> 'stage', d.data ->> 'outcome', d.data ->> 'completeness',
            (d.data ->> 'startedAt')::timestamptz, (d.data ->> 'finishedAt')::timestamptz
        from unnest($1::text[], $2::interval[]) as asked(pipeline, reach)
        cross join lateral (select max("from") as latest from ep.mt_doc_run_details where pipeline = asked.pipeline) last
        join ep.mt_doc_run_details d on d.pipeline = asked.pipeline and d."from" > last.latest - asked.reach
        order by d.pipeline, d."from" desc, (d.data ->> 'generation')::int desc
        """;

    /// <param name="database">Where the documents of the runs are.</param>
    /// <param name="pipelines">Whose intervals.</param>
    /// <param name="reach">How many intervals back from the latest one.</param>
    /// <param name="token">Cancels the query.</param>
    public static async Task<ILookup<string, IntervalStanding>> OfAsync(NpgsqlDataSource database, IReadOnlyCollection<Pipeline> pipelines, int reach, CancellationToken token)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = pipelines.Select(pipeline => pipeline.Definition.Id).ToArray() });
        command.Parameters.Add(new() { Value = pipelines.Select(pipeline => TimeSpan.FromDays(reach * (pipeline.Definition.Grain is Grain.Day ? 1 : 31))).ToArray() });
        await using var reader = await command.ExecuteReaderAsync(token);
        List<(string Pipeline, IntervalStanding Standing)> found = [];
        while (await reader.ReadAsync(token))
        {
            found.Add((reader.GetString(0), new(
                Slice.Parse(reader.GetString(1)), reader.GetInt32(2), reader.GetGuid(3), Enum.Parse<RunStage>(reader.GetString(4), ignoreCase: true),
                Word<RunOutcome>(reader, 5), Word<Completeness>(reader, 6),
                reader.GetFieldValue<DateTimeOffset>(7), reader.IsDBNull(8) ? null : reader.GetFieldValue<DateTimeOffset>(8))));
        }

        return found.ToLookup(row => row.Pipeline, row => row.Standing);
    }

    static T? Word<T>(NpgsqlDataReader row, int column)
        where T : struct, Enum => row.IsDBNull(column) ? null : Enum.Parse<T>(row.GetString(column), ignoreCase: true);
}
