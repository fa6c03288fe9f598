using EventedPipelines.Application.Team.OnCall;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.OnCall;
using EventedPipelines.Domain.Team.Owners;
using Marten;

namespace EventedPipelines.Application.Reliability.Incidents;

/// <summary>Who answers for an area at an instant (domain.md 3.3), by ownership, overrides, holiday blocks and sprint duty.</summary>
public static class Responsible
{
    /// <param name="session">Reads what is recorded.</param>
    /// <param name="pipeline">In whose zone the instant is a day.</param>
    /// <param name="area">The area.</param>
    /// <param name="at">The instant.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<Responders> ResponsibleAsync(this IQuerySession session, string pipeline, string area, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var defined = await session.LoadAsync<Pipeline>(Pipeline.IdOf(pipeline), cancellationToken);
        var day = DataInterval.Holding(at, Grain.Day, defined?.Definition.TimeZone ?? TimeZoneInfo.Utc).First;
        return Responders.Of(await session.LoadAsync<Ownership>(Ownership.IdOf(area), cancellationToken), day, await session.RosterAsync(at, at, cancellationToken), at);
    }

    /// <summary>The ids of an area's primary owners, whoever stands in for them and whether or not they are there: they are told, not paged (domain.md 2.11).</summary>
    public static async Task<IReadOnlyList<string>> PrimaryOwnersAsync(this IQuerySession session, string pipeline, string area, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var defined = await session.LoadAsync<Pipeline>(Pipeline.IdOf(pipeline), cancellationToken);
        var day = DataInterval.Holding(at, Grain.Day, defined?.Definition.TimeZone ?? TimeZoneInfo.Utc).First;
        return [.. ((await session.LoadAsync<Ownership>(Ownership.IdOf(area), cancellationToken))?.At(day)?.Primary ?? []).Select(owner => owner.Id)];
    }
}
