using EventedPipelines.Api.Http;
using EventedPipelines.Domain.Owners;
using EventedPipelines.Domain.Pipelines;
using Marten;
using Wolverine.Http;

namespace EventedPipelines.Api.Areas;

/// <summary>Who owns an area on a day, since <paramref name="From"/>; null and nobody before the first that is known.</summary>
public sealed record OwnersView(string Area, DateOnly At, IReadOnlyList<Owner> Primary, IReadOnlyList<Owner> Secondary, DateOnly? From);

public static class OwnersEndpoint
{
    [WolverineGet("/api/v1/areas/{area}/owners")]
    [Tags("Areas"), EndpointSummary("Who owns an area on the day 'at', past or to come; without it, today.")]
    [Refuses(404)]
    public static async Task<Reply<OwnersView>> Get(string area, DateOnly? at, IDocumentStore store, DateTimeOffset now, CancellationToken token)
    {
        await using var session = store.QuerySession();
        var ownership = area.Contains('/', StringComparison.Ordinal) ? null : await session.LoadAsync<Ownership>(Ownership.IdOf(area), token);
        if (ownership is null && !(await session.Query<Pipeline>().ToListAsync(token)).Any(pipeline => pipeline.Definition.Area == area))
        {
            return Problems.NotFound($"area '{area}'", "GET /api/v1/areas lists them.");
        }

        var day = at ?? DateOnly.FromDateTime(now.UtcDateTime);
        var owners = ownership?.At(day);
        return new OwnersView(area, day, owners?.Primary ?? [], owners?.Secondary ?? [], owners?.From);
    }
}
