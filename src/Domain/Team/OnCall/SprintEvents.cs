namespace EventedPipelines.Domain.Team.OnCall;

public interface ISprintEvent
{
    Guid SprintId { get; }
}

/// <summary>
/// A sprint begins at <paramref name="From"/> with its duty and its budget for ad-hoc requests: <paramref name="Capacity"/> story points, the share of
/// the team's (domain.md 5.3). Its days are those of the calendar at <paramref name="CalendarVersion"/>, its duty the turn by the team's.
/// </summary>
public sealed record SprintOpened(
    Guid SprintId,
    int Number,
    string Duty,
    string DutyName,
    DateOnly First,
    DateOnly Last,
    DateTimeOffset From,
    DateTimeOffset HandoverAt,
    string Zone,
    long CalendarVersion,
    int TeamVersion,
    decimal TeamPoints,
    decimal Share,
    decimal Capacity,
    bool Simulated,
    DateTimeOffset OpenedAt,
    string Because) : ISprintEvent
{
    /// <summary>What the sprint before knew of who is missing: it was told then.</summary>
    public IReadOnlyList<CoverageGap>? KnownGaps { get; init; }
}

/// <summary>The calendar has changed while the sprint was running: its last day moves, and with it the handover.</summary>
public sealed record SprintReplanned(
    Guid SprintId, DateOnly Last, DateTimeOffset HandoverAt, long CalendarVersion, DateTimeOffset ReplannedAt, string Because) : ISprintEvent;

/// <summary>
/// The duty goes on to the next sprint at <paramref name="At"/>, with all that is going on. Without <paramref name="Next"/> there is no rotation any
/// more. <paramref name="By"/> is a person where it was handed over by hand, the rotation otherwise.
/// </summary>
public sealed record SprintHandedOver(
    Guid SprintId,
    Guid? Next,
    string? To,
    string? ToName,
    string? Notes,
    IReadOnlyList<IncidentInHand> Incidents,
    IReadOnlyList<RequestInHand> Requests,
    BudgetInHand Budget,
    string By,
    DateTimeOffset At,
    DateTimeOffset HandedOverAt) : ISprintEvent;

/// <summary>An incident that is not resolved when the duty changes.</summary>
public sealed record IncidentInHand(Guid IncidentId, string Pipeline, string Interval, string Status);

/// <summary>A request that is accepted and not done when the duty changes, with the points it holds.</summary>
public sealed record RequestInHand(Guid RequestId, string Title, decimal Points);

/// <summary>The budget when the duty changes, in story points.</summary>
public sealed record BudgetInHand(decimal Capacity, decimal Reserved, decimal Spent, decimal Left);

/// <summary>A request has been accepted and holds its estimate (domain.md 5.4).</summary>
public sealed record PointsReserved(Guid SprintId, Guid RequestId, decimal Points, DateTimeOffset ReservedAt) : ISprintEvent;

/// <summary>A request is done: what it took is spent, whatever was estimated.</summary>
public sealed record PointsSettled(Guid SprintId, Guid RequestId, decimal Reserved, decimal Actual, DateTimeOffset SettledAt) : ISprintEvent;

/// <summary>A request is given up: its points are free again.</summary>
public sealed record PointsRefunded(Guid SprintId, Guid RequestId, decimal Points, DateTimeOffset RefundedAt) : ISprintEvent;

/// <summary>A request did not fit in what was left and becomes new work (domain.md 5.4).</summary>
public sealed record RequestOverflowed(Guid SprintId, Guid RequestId, decimal Points, decimal Left, DateTimeOffset OverflowedAt) : ISprintEvent;

/// <summary>Something has changed that may leave somebody missing: the team, its calendar, the holidays' rota, an override.</summary>
public sealed record CoverageAsked(Guid SprintId, DateTimeOffset AskedAt) : ISprintEvent;

/// <summary>Where nobody is there in this sprint and the next ones, as it is known now; empty where all is covered again (domain.md 5.2).</summary>
public sealed record CoverageLooked(Guid SprintId, IReadOnlyList<CoverageGap> Gaps, DateTimeOffset LookedAt) : ISprintEvent;
