using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Domain.Kernel.Rebuilds;
using Marten;
using Wolverine.Http;

namespace EventedPipelines.Api.Kernel.Rebuilds;

/// <summary>
/// A rebuild and how far it is: per model the streams that were folded anew and compared, and of how many the document, or the pending work, was not as it should have been
/// and was replaced; some of those by their ids.
/// </summary>
public sealed record RebuildView(
    Guid Id, string? Reason, string Actor, DateTimeOffset RequestedAt, DateTimeOffset? FinishedAt, bool Done, int Replaced, IReadOnlyList<RebuiltModelView> Models, long Version)
{
    public static RebuildView Of(Rebuild rebuild) => new(
        rebuild.Id, rebuild.Reason, rebuild.Actor, rebuild.RequestedAt, rebuild.Current is null ? rebuild.AdvancedAt : null, rebuild.Current is null,
        rebuild.Models.Sum(model => model.Replaced + model.WorkReplaced),
        [.. rebuild.Models.Select(model => new RebuiltModelView(model.Model, model.Streams, model.Replaced, model.WorkReplaced, model.Differing, model.IsDone))], rebuild.Version);
}

public sealed record RebuiltModelView(string Model, int Streams, int Replaced, int WorkReplaced, IReadOnlyList<Guid> Differing, bool Done);

public static class RebuildEndpoint
{
    [WolverineGet("/api/v1/rebuilds/{id:guid}")]
    [Tags("Rebuilds"), EndpointSummary("How far a rebuild is, and what it found to be otherwise.")]
    [Refuses(404)]
    public static async Task<Reply<RebuildView>> Get(Guid id, IQuerySession session, CancellationToken cancellationToken) => await session.LoadAsync<Rebuild>(id, cancellationToken) is { } rebuild
        ? RebuildView.Of(rebuild)
        : Problems.NotFound($"rebuild {id}", "POST /api/v1/rebuilds starts one and says where it is.");
}
