using EventedPipelines.Api.Http;
using EventedPipelines.Domain.Backfills;
using EventedPipelines.Domain.Runs;
using EventedPipelines.Projections.Runs;
using Marten;
using Npgsql;
using Wolverine.Http;

namespace EventedPipelines.Api.Backfills;

public static class BackfillEndpoint
{
    // The outcome is the run's own, written with its events; only the stage may be some milliseconds old.
    const string Standings = """
        select run.id, run.data ->> 'outcome', details.data ->> 'stage'
        from ep.mt_doc_run run left join ep.mt_doc_run_details details on details.id = run.id
        where run.id = any($1)
        """;

    [WolverineGet("/api/v1/backfills/{id:guid}")]
    [Tags("Backfills"), EndpointSummary("A backfill's intervals, each with its run or the reason it has none, and its progress.")]
    [Refuses(404)]
    public static async Task<Reply<BackfillView>> Get(Guid id, IDocumentStore store, NpgsqlDataSource database, CancellationToken token)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<Backfill>(id, token) is { } backfill
            ? BackfillView.Of(backfill, await StandingsAsync(database, backfill, token))
            : Problems.NotFound($"backfill {id}", "POST /api/v1/backfills starts one and says where it is.");
    }

    static async Task<Dictionary<Guid, RunStanding>> StandingsAsync(NpgsqlDataSource database, Backfill backfill, CancellationToken token)
    {
        await using var command = database.CreateCommand(Standings);
        command.Parameters.Add(new() { Value = backfill.Decided.Where(interval => interval.RunId is not null).Select(interval => interval.RunId!.Value).ToArray() });
        await using var reader = await command.ExecuteReaderAsync(token);
        Dictionary<Guid, RunStanding> standings = [];
        while (await reader.ReadAsync(token))
        {
            RunOutcome? outcome = reader.IsDBNull(1) ? null : Enum.Parse<RunOutcome>(reader.GetString(1), ignoreCase: true);
            var stage = reader.IsDBNull(2) ? RunStage.Scheduled : Enum.Parse<RunStage>(reader.GetString(2), ignoreCase: true);
            standings[reader.GetGuid(0)] = new(outcome is null ? stage : RunStage.Finished, outcome);
        }

        return standings;
    }
}
