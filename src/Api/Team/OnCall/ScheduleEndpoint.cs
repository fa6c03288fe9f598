using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Api.Team.Holidays;
using EventedPipelines.Application.Team.OnCall;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Domain.Team.OnCall;
using Marten;
using Wolverine.Http;

namespace EventedPipelines.Api.Team.OnCall;

/// <summary>Shifts in order of their begin, those that were and those to come; who stands in for whom; where nobody is there; and which years' holidays could not be planned.</summary>
public sealed record ScheduleView(
    DateOnly From, DateOnly To, IReadOnlyList<ShiftView> Items, IReadOnlyList<OverrideView> Overrides, IReadOnlyList<CoverageGap> Gaps, IReadOnlyList<RefusedPlan> RefusedPlans);

/// <param name="Key">Stays the same when its times move or somebody stands in; the calendar feeds name it too.</param>
/// <param name="InsteadOf">Who was to be there, where another is.</param>
public sealed record ShiftView(
    ShiftKind Kind, string Key, string Engineer, string Name, DateTimeOffset From, DateTimeOffset To, string What, string? InsteadOf, string? Reason);

/// <param name="Consent">Who said that whom it costs a day off or a second block agrees, and to what; null where it costs nobody that.</param>
public sealed record OverrideView(
    Guid Id, string Engineer, string Name, string InsteadOf, DateTimeOffset From, DateTimeOffset To, string Reason, string By, OverrideConsent? Consent)
{
    public static string PathOf(Guid id) => $"/api/v1/oncall/overrides/{id}";

    public static OverrideView Of(Override one) => new(one.Id, one.Engineer, one.Name, one.InsteadOf, one.From, one.To, one.Reason, one.By, one.Consent);
}

public static class ScheduleEndpoint
{
    // Six weeks: three sprints.
    const int Days = 42;

    [WolverineGet("/api/v1/oncall/schedule")]
    [Tags("On-call"), EndpointSummary("Who is on duty when, between two days, both included; sprints and holiday blocks, past and planned. Without days, six weeks from today.")]
    [Refuses(404)]
    public static async Task<Reply<ScheduleView>> Get(DateOnly? from, DateOnly? to, IDocumentStore store, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<DefinedTeam>(DefinedTeam.TheId, cancellationToken) is not { Plan: var team })
        {
            return TeamProblems.NoTeam();
        }

        if (OnCallRange.Of(from, to, LocalTime.DayOf(now, team.TimeZone), Days, team, out var problem) is not { } range)
        {
            return problem!;
        }

        var roster = (await session.RosterAsync(range.From, range.To, cancellationToken))!;
        var shifts = Shifts.Between(roster, await session.CalendarAsync(cancellationToken), range.From, range.To);
        var gaps = roster.Sprints.LastOrDefault(sprint => sprint.IsOpen)?.Gaps ?? [];
        return new ScheduleView(
            range.First, range.Last,
            [.. shifts.Select(shift => new ShiftView(shift.Kind, shift.Key, shift.Engineer, shift.Name, shift.From, shift.To, shift.What, shift.InsteadOf, shift.Reason))],
            [.. roster.Overrides.All.Where(one => one.Meets(range.From, range.To)).OrderBy(one => one.From).Select(OverrideView.Of)],
            [.. gaps.Where(gap => gap.From <= range.Last && gap.To >= range.First)], await session.RefusedPlansAsync(team, now, cancellationToken));
    }
}
