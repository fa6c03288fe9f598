using System.Collections.Immutable;
using System.Globalization;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Work;

namespace EventedPipelines.Domain.Team.OnCall;

/// <summary>The points that a request holds, or has spent once it is done.</summary>
public sealed record Reservation(Guid RequestId, decimal Points, bool IsSpent);

public sealed record Overflow(Guid RequestId, decimal Points);

/// <summary>Who is missing is to be looked at, since the event of that version.</summary>
public sealed record OwedLook(long Version, DateTimeOffset At);

/// <summary>Ten working days of one engineer's duty for ad-hoc requests, and their budget (domain.md 5).</summary>
public sealed record Sprint(Guid Id, int Number, string Duty, string DutyName, DateOnly First, DateOnly Last, DateTimeOffset From, DateTimeOffset HandoverAt, string Zone)
{
    public long Version { get; init; } = 1;

    public long CalendarVersion { get; init; }

    /// <summary>Grows whenever its days, its end or its duty are decided, and is more than that of any plan of it before it was opened.</summary>
    public long Revision { get; init; }

    /// <summary>When its days or its end were last decided.</summary>
    public DateTimeOffset PlannedAt { get; init; }

    public bool Simulated { get; init; }

    public decimal TeamPoints { get; init; }

    public decimal Share { get; init; }

    public decimal Capacity { get; init; }

    /// <summary>In the order in which they were made.</summary>
    public ImmutableList<Reservation> Reservations { get; init; } = [];

    public ImmutableList<Overflow> Overflowed { get; init; } = [];

    public ImmutableList<CoverageGap> Gaps { get; init; } = [];

    public OwedLook? LookOwed { get; init; }

    public SprintHandedOver? Handover { get; init; }

    public decimal Reserved => Reservations.Where(reservation => !reservation.IsSpent).Sum(reservation => reservation.Points);

    public decimal Spent => Reservations.Where(reservation => reservation.IsSpent).Sum(reservation => reservation.Points);

    /// <summary>Below zero after an overrun: then nothing more is accepted.</summary>
    public decimal Left => Capacity - Reserved - Spent;

    /// <summary>The instant it really ends at, or is planned to.</summary>
    public DateTimeOffset Until => Handover?.At ?? HandoverAt;

    public bool IsOpen => Handover is null;

    public static Guid IdOf(int number) => DerivedId.Of("sprint", number.ToString(CultureInfo.InvariantCulture));

    public bool Holds(DateTimeOffset instant) => From <= instant && instant < Until;

    public static Sprint? Fold(Sprint? state, object @event) => (state, @event) switch
    {
        (null, SprintOpened e) => new(e.SprintId, e.Number, e.Duty, e.DutyName, e.First, e.Last, e.From, e.HandoverAt, e.Zone)
        {
            CalendarVersion = e.CalendarVersion,
            Revision = e.CalendarVersion + e.TeamVersion + 1,
            PlannedAt = e.OpenedAt,
            Simulated = e.Simulated,
            TeamPoints = e.TeamPoints,
            Share = e.Share,
            Capacity = e.Capacity,
            Gaps = [.. e.KnownGaps ?? []],
            LookOwed = new(1, e.OpenedAt),
        },
        (null, _) => null,
        ({ } sprint, _) => sprint.After(@event) with { Version = sprint.Version + 1 },
    };

    Sprint After(object @event) => @event switch
    {
        SprintReplanned e => this with { Last = e.Last, HandoverAt = e.HandoverAt, CalendarVersion = e.CalendarVersion, Revision = Revision + 1, PlannedAt = e.ReplannedAt },
        SprintHandedOver e => this with { Handover = e, Revision = Revision + 1, PlannedAt = e.HandedOverAt },
        PointsReserved e => this with { Reservations = Reservations.Add(new(e.RequestId, e.Points, IsSpent: false)) },
        PointsSettled e => this with { Reservations = [.. Reservations.Select(held => held.RequestId == e.RequestId ? held with { Points = e.Actual, IsSpent = true } : held)] },
        PointsRefunded e => this with { Reservations = Reservations.RemoveAll(held => held.RequestId == e.RequestId) },
        RequestOverflowed e => this with { Overflowed = Overflowed.Add(new(e.RequestId, e.Points)) },
        CoverageAsked e => this with { LookOwed = new(Version + 1, e.AskedAt) },
        CoverageLooked e => this with { Gaps = [.. e.Gaps], LookOwed = null },
        _ => this,
    };
}

public static class SprintWork
{
    public static IEnumerable<PendingWork> Pending(Sprint sprint)
    {
        if (sprint.IsOpen)
        {
            yield return new(WorkKind.Handover, sprint.Number.ToString(CultureInfo.InvariantCulture), sprint.HandoverAt, EventRef.Of(sprint.Id, 1));
            if (sprint.LookOwed is { } owed)
            {
                yield return new(WorkKind.Coverage, "", owed.At, EventRef.Of(sprint.Id, owed.Version));
            }
        }
    }
}
