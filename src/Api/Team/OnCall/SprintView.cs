using EventedPipelines.Api.Team.Requests;
using EventedPipelines.Domain.Team.OnCall;

namespace EventedPipelines.Api.Team.OnCall;

/// <summary>A sprint: who is on duty for ad-hoc requests, its ten working days, its budget, and what was said at the handover.</summary>
public sealed record SprintView(
    int Number, string Duty, string DutyName, DateOnly First, DateOnly Last, DateTimeOffset From, DateTimeOffset Until, string Zone, bool IsOpen, BudgetView Budget, HandoverView? Handover,
    IReadOnlyList<CoverageGap> Gaps, bool Simulated, long Version)
{
    public static string PathOf(int number) => FormattableString.Invariant($"/api/v1/sprints/{number}");

    public static SprintView Of(Sprint sprint, IReadOnlyList<OverflowView> overflowed) => new(
        sprint.Number, sprint.Duty, sprint.DutyName, sprint.First, sprint.Last, sprint.From, sprint.Until, sprint.Zone, sprint.IsOpen, BudgetView.Of(sprint, overflowed),
        sprint.Handover is { } handover ? HandoverView.Of(handover) : null, sprint.Gaps, sprint.Simulated, sprint.Version);
}

public sealed record HandoverView(
    DateTimeOffset At, string? To, string? ToName, string By, string? Notes, IReadOnlyList<IncidentInHand> Incidents, IReadOnlyList<RequestInHand> Requests, BudgetInHand Budget)
{
    public static HandoverView Of(SprintHandedOver e) => new(e.At, e.To, e.ToName, e.By, e.Notes, e.Incidents, e.Requests, e.Budget);
}
