using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Domain.Production.Backfills;
using EventedPipelines.Projections.Production.Runs;
using Marten;
using Wolverine.Http;

namespace EventedPipelines.Api.Production.Backfills;

public static class BackfillEndpoint
{
    [WolverineGet("/api/v1/backfills/{id:guid}")]
    [Tags("Backfills"), EndpointSummary("A backfill's intervals, each with its run or the reason it has none, and its progress.")]
    [Refuses(404)]
    public static async Task<Reply<BackfillView>> Get(Guid id, IDocumentStore store, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<Backfill>(id, cancellationToken) is { } backfill
            ? BackfillView.Of(backfill, await session.RunStandingsAsync(backfill.Decided.Select(interval => interval.RunId).OfType<Guid>(), cancellationToken))
            : Problems.NotFound($"backfill {id}", "POST /api/v1/backfills starts one and says where it is.");
    }
}
