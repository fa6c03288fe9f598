using EventedPipelines.Domain.Metrics;
using EventedPipelines.Domain.Runs;

namespace EventedPipelines.Domain.Intervals;

public interface IIntervalEvent
{
    Guid IntervalId { get; }
}

public enum Completeness
{
    None,
    Partial,
    Complete,
}

/// <summary>A target's rows for one interval, as the publication left them.</summary>
public sealed record PublishedTarget(string Table, long Rows);

/// <summary>A published number that is not what was published before: the difference is the restatement (domain.md 2.9).</summary>
public sealed record RestatedPoint(string Metric, IReadOnlyDictionary<string, string> Dimensions, Slice Period, decimal? Previous, decimal? Value, decimal? Difference);

public sealed record GenerationOpened(
    Guid IntervalId,
    string Pipeline,
    string Area,
    Slice Interval,
    int Generation,
    RunCause Cause,
    string? Reason,
    string Actor,
    int DefinitionVersion,
    DateTimeOffset OpenedAt,
    string Because,
    DateTimeOffset? WatchUntil = null,
    RunDeadline? Deadline = null) : IIntervalEvent;

public sealed record Published(
    Guid IntervalId,
    int Generation,
    Guid RunId,
    Completeness Completeness,
    string? Warning,
    IReadOnlyList<PublishedTarget> Targets,
    IReadOnlyList<MetricPoint> Points,
    IReadOnlyList<RestatedPoint> Restated,
    DateTimeOffset PublishedAt,
    string Because) : IIntervalEvent
{
    /// <summary>Sources that the publication does not contain because they are not due before then.</summary>
    public IReadOnlyList<AwaitedSource>? NotYetDue { get; init; }

    /// <summary>Sources and models whose rows are not those of the publication before, where later intervals may have read them.</summary>
    public IReadOnlyList<string>? Changed { get; init; }

    /// <summary>The teams that are told of it, or were told of a fallback before it, and are owed a word when the numbers are complete.</summary>
    public IReadOnlyList<string>? Told { get; init; }

    /// <summary>Until when the interval's sources are looked at from here on; null in what was published before that was said.</summary>
    public DateTimeOffset? WatchUntil { get; init; }

    /// <summary>The run was still getting on when its deadline came: a generation of its own takes up from there.</summary>
    public bool Resumes { get; init; }
}

/// <param name="Period">The delivery that is awaited: a month's ledger, also for a day of it.</param>
public sealed record AwaitedSource(string Source, DateTimeOffset DueAt, Slice? Period = null);

/// <summary>A person says that a source has nothing for the interval, in this generation and all later ones (domain.md 2.5).</summary>
public sealed record SourceConfirmedEmpty(Guid IntervalId, string Source, string Reason, string Actor, DateTimeOffset ConfirmedAt) : IIntervalEvent;

/// <summary>A person's verdict over rows set apart; it holds in this generation's successors (domain.md 2.8).</summary>
public sealed record QuarantineJudged(Guid IntervalId, StandingVerdict Verdict, string Source, long Count, string Reason, string Actor, DateTimeOffset JudgedAt) : IIntervalEvent;

/// <summary>What is published was computed from an earlier interval's rows that have changed since (domain.md 2.4).</summary>
public sealed record MarkedStale(Guid IntervalId, StaleCause Cause, DateTimeOffset MarkedAt, string Because) : IIntervalEvent;

/// <summary>The earlier interval and the generation of it that was not read, with the sources and models that differ.</summary>
public sealed record StaleCause(Slice Interval, int Generation, IReadOnlyList<string> Changed);

/// <summary>Every later interval that had read the generation before was marked stale; so many were opened again, the others need a person.</summary>
public sealed record RippleSpread(Guid IntervalId, int Generation, int Stale, int Reopened, DateTimeOffset SpreadAt) : IIntervalEvent;

/// <summary>How a look finds a source that the interval's last run, which has ended, never came to: what differs from it later is late data.</summary>
public sealed record SourceFound(Guid IntervalId, int Generation, string Source, IReadOnlyList<FoundFile> Files, DateTimeOffset FoundAt) : IIntervalEvent;

/// <summary>A file by its name and the hash of the interval's rows in it.</summary>
public sealed record FoundFile(string Name, string Sha256);

/// <summary>Something has come or changed for an interval that is no longer watched: it is listed until a generation has read it.</summary>
public sealed record RedeliverySeen(Guid IntervalId, string Source, string Change, DateTimeOffset SeenAt, string Because) : IIntervalEvent;

/// <summary>The interval's sources are no longer looked at.</summary>
public sealed record SourceWatchEnded(Guid IntervalId, DateTimeOffset EndedAt) : IIntervalEvent;

/// <summary>
/// A complete number is lower than the period before by more than the alert allows (domain.md 2.11). <paramref name="Drop"/> and
/// <paramref name="Allowed"/> are shares of the previous value.
/// </summary>
public sealed record MetricDropped(
    Guid IntervalId, string Alert, string Metric, Slice Period, decimal Value, decimal Previous, decimal Drop, decimal Allowed, DateTimeOffset DroppedAt, string Because) : IIntervalEvent;

/// <summary>A restatement lifted a number that had dropped.</summary>
public sealed record MetricRecovered(Guid IntervalId, string Alert, string Metric, Slice Period, decimal Value, decimal Previous, DateTimeOffset RecoveredAt, string Because) : IIntervalEvent;
