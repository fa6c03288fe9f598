using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Production.Slots;
using EventedPipelines.Projections.Kernel.Store;
using Npgsql;

namespace EventedPipelines.Projections.Production.Runs;

/// <summary>An interval at its current generation.</summary>
public sealed record IntervalStanding(
    DataInterval Interval, int Generation, Guid RunId, RunStage Stage, RunOutcome? Outcome, Completeness? Completeness, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt);

/// <summary>The latest intervals of each pipeline that have a run, each at its current generation.</summary>
public static class RecentIntervals
{
    static readonly StoredDocument<RunDetails> All = new();
    static readonly StoredDocument<RunDetails> D = new("d");

    static readonly string Sql = $"""
        select distinct on ({D.Column(run => run.Pipeline)}, {D.Column(run => run.From)})
            {D.Column(run => run.Pipeline)}, {D.Text(run => run.Interval)}, {D.Number(run => run.Generation)}, {D.Id}, {D.Text(run => run.Stage)}, {D.Text(run => run.Outcome)},
            {D.Text(run => run.Completeness)}, {D.Instant(run => run.StartedAt)}, {D.Instant(run => run.FinishedAt)}
        from unnest($1::text[], $2::interval[]) as asked(pipeline, reach)
        cross join lateral (select max({All.Column(run => run.From)}) as latest from {All.Table} where {All.Column(run => run.Pipeline)} = asked.pipeline) last
        join {D.Table} on {D.Column(run => run.Pipeline)} = asked.pipeline and {D.Column(run => run.From)} > last.latest - asked.reach
        order by {D.Column(run => run.Pipeline)}, {D.Column(run => run.From)} desc, {D.Number(run => run.Generation)} desc
        """;

    /// <param name="database">Where the documents of the runs are.</param>
    /// <param name="pipelines">Whose intervals.</param>
    /// <param name="reach">How many intervals back from the latest one.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public static async Task<ILookup<string, IntervalStanding>> OfAsync(NpgsqlDataSource database, IReadOnlyCollection<Pipeline> pipelines, int reach, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = pipelines.Select(pipeline => pipeline.Definition.Id).ToArray() });
        command.Parameters.Add(new() { Value = pipelines.Select(pipeline => TimeSpan.FromDays(reach * (pipeline.Definition.Grain is Grain.Day ? 1 : 31))).ToArray() });
        var found = await command.RowsAsync(
            row => (Pipeline: row.GetString(0), Standing: new IntervalStanding(
                DataInterval.Parse(row.GetString(1)), row.GetInt32(2), row.GetGuid(3), StoredName.Parse<RunStage>(row.GetString(4)), row.Word<RunOutcome>(5), row.Word<Completeness>(6),
                row.GetFieldValue<DateTimeOffset>(7), row.Instant(8))),
            cancellationToken);
        return found.ToLookup(row => row.Pipeline, row => row.Standing);
    }
}
