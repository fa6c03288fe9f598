using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Application.Team.OnCall;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.OnCall;
using EventedPipelines.Domain.Team.Owners;
using Marten;
using Wolverine.Http;

namespace EventedPipelines.Api.Team.OnCall;

/// <summary>Who would be turned to at this instant, as pages find it out. Without an area, of all of them.</summary>
public sealed record OnCallNowView(
    DateTimeOffset At, string? Area, DutyNow? Duty, IReadOnlyList<PersonNow> Primary, IReadOnlyList<PersonNow> Secondary, HolidayNow? HolidayBlock, IReadOnlyList<PersonAway> Away);

public sealed record DutyNow(string Engineer, string Name, int Sprint, DateTimeOffset Until, string Via);

/// <param name="Via">How it was found out that it is this one.</param>
public sealed record PersonNow(string Engineer, string Name, string Via);

public sealed record HolidayNow(string Engineer, string Name, string Holiday, int Block, DateTimeOffset From, DateTimeOffset To, string Via);

public sealed record PersonAway(string Engineer, string Why);

public static class OnCallNowEndpoint
{
    [WolverineGet("/api/v1/oncall/now")]
    [Tags("On-call"), EndpointSummary("Who is there now: sprint duty, the primary and secondary owners of an area, the block of a holiday, and who is away.")]
    [Refuses(404)]
    public static async Task<Reply<OnCallNowView>> Get(string? area, IDocumentStore store, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var pipelines = (await session.Query<Pipeline>().ToListAsync(cancellationToken)).Select(pipeline => pipeline.Definition).ToList();
        var asked = pipelines.Where(pipeline => area is null || pipeline.Area == area).DistinctBy(pipeline => pipeline.Area).OrderBy(pipeline => pipeline.Area, StringComparer.Ordinal).ToList();
        if (area is not null && asked.Count == 0)
        {
            return Problems.NotFound($"area '{area}'", "GET /api/v1/areas lists them.");
        }

        var roster = await session.RosterAsync(now, now, cancellationToken);
        var ownerships = (await session.LoadManyAsync<Ownership>(cancellationToken, [.. asked.Select(pipeline => Ownership.IdOf(pipeline.Area))])).ToDictionary(ownership => ownership.Area);
        var responders = asked.Select(pipeline => Responders.Of(
            ownerships.GetValueOrDefault(pipeline.Area), DataInterval.Holding(now, Grain.Day, pipeline.TimeZone).First, roster, now)).ToList();
        return new OnCallNowView(
            now, area, Duty(roster, now), People(responders.SelectMany(found => found.Primary)), People(responders.SelectMany(found => found.Secondary)), Holiday(roster, now),
            [.. responders.SelectMany(found => found.Away).Distinct().Select(away => new PersonAway(away.Engineer, away.Why))]);
    }

    static IReadOnlyList<PersonNow> People(IEnumerable<Responder> responders) =>
        [.. responders.Select(responder => new PersonNow(responder.Engineer, responder.Name, responder.Via)).Distinct()];

    static DutyNow? Duty(DutyRoster? roster, DateTimeOffset now)
    {
        if (roster?.SprintAt(now) is not { } sprint)
        {
            return null;
        }

        var there = roster.ThereFor(sprint.Duty, now);
        return new(there.Engineer, there.Name, sprint.Number, sprint.Until, $"on duty in sprint {sprint.Number}{there.How}");
    }

    static HolidayNow? Holiday(DutyRoster? roster, DateTimeOffset now)
    {
        if (roster?.HolidayAt(now) is not { } holiday || holiday.BlockAt(now) is not { } block)
        {
            return null;
        }

        var there = roster.ThereFor(block.Engineer, now);
        return new(there.Engineer, there.Name, holiday.Name, block.Number, block.From, block.To, $"{holiday.Derivation}{there.How}");
    }
}
