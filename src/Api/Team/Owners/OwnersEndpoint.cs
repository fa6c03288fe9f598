using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Owners;
using Marten;
using Wolverine.Http;

namespace EventedPipelines.Api.Team.Owners;

/// <summary>Who owns an area on a day, since <paramref name="From"/>; null and nobody before the first that is known.</summary>
public sealed record OwnersView(string Area, DateOnly At, IReadOnlyList<Owner> Primary, IReadOnlyList<Owner> Secondary, DateOnly? From);

public static class OwnersEndpoint
{
    [WolverineGet("/api/v1/areas/{area}/owners")]
    [Tags("Areas"), EndpointSummary("Who owns an area on the day 'at', past or to come; without it, today in the area's zone.")]
    [Refuses(404)]
    public static async Task<Reply<OwnersView>> Get(string area, DateOnly? at, IDocumentStore store, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var ownership = area.Contains('/', StringComparison.Ordinal) ? null : await session.LoadAsync<Ownership>(Ownership.IdOf(area), cancellationToken);
        var pipeline = (await session.Query<Pipeline>().ToListAsync(cancellationToken)).FirstOrDefault(pipeline => pipeline.Definition.Area == area);
        if (ownership is null && pipeline is null)
        {
            return Problems.NotFound($"area '{area}'", "GET /api/v1/areas lists them.");
        }

        var day = at ?? DataInterval.Holding(now, Grain.Day, pipeline?.Definition.TimeZone ?? TimeZoneInfo.Utc).First;
        var owners = ownership?.At(day);
        return new OwnersView(area, day, owners?.Primary ?? [], owners?.Secondary ?? [], owners?.From);
    }
}
