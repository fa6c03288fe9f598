using Npgsql;

namespace EventedPipelines.Api.Pipelines;

/// <summary>How many runs each version of a pipeline's definition has: a run keeps the version it was opened under, also when it is retried.</summary>
public static class PinnedRuns
{
    const string Sql = "select (data ->> 'definitionVersion')::int, count(*) from ep.mt_doc_run where data ->> 'pipeline' = $1 group by 1";

    public static async Task<IReadOnlyDictionary<int, long>> OfAsync(NpgsqlDataSource database, string pipeline, CancellationToken token)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = pipeline });
        await using var reader = await command.ExecuteReaderAsync(token);
        var runs = new Dictionary<int, long>();
        while (await reader.ReadAsync(token))
        {
            runs[reader.GetInt32(0)] = reader.GetInt64(1);
        }

        return runs;
    }
}
