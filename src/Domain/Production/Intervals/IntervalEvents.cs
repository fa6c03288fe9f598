using System.Text.Json.Serialization;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Metrics;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Production.Slots;

namespace EventedPipelines.Domain.Production.Intervals;

public interface IIntervalEvent
{
    Guid IntervalId { get; }
}

/// <summary>What a restatement can be due to (domain.md 2.9).</summary>
public enum RestatementCauseKind
{
    Data,
    Definition,
    Policy,
    Verdict,
}

/// <summary>One thing that has changed between two publications, and what it was in words.</summary>
public sealed record RestatementCause(RestatementCauseKind Kind, string Text);

public sealed record GenerationOpened(
    Guid IntervalId,
    string Pipeline,
    string Area,
    DataInterval Interval,
    int Generation,
    RunCause Cause,
    string? Reason,
    string Actor,
    int DefinitionVersion,
    DateTimeOffset OpenedAt,
    string Because,
    DateTimeOffset? WatchUntil = null,
    RunDeadline? Deadline = null,
    RippleRoot? Root = null) : IIntervalEvent
{
    /// <summary>A backfill has opened it, or what a backfill began has led to it (domain.md 2.2); as in <see cref="RunStarted.OfHistory"/>.</summary>
    public bool OfHistory { get; init; }
}

/// <summary>The publication with which a wave of restatements began: by it an interval is opened again that has read an earlier one (domain.md 2.4).</summary>
public sealed record RippleRoot(DataInterval Interval, int Generation)
{
    /// <summary>Of which other pipeline; null where it is the interval's own.</summary>
    public string? Pipeline { get; init; }

    /// <summary>The same as whoever reads another pipeline sees it.</summary>
    public RippleRoot SeenFrom(string reader, string pipeline) => this with { Pipeline = (Pipeline ?? pipeline) is var origin && origin == reader ? null : origin };
}

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

    /// <summary>The teams and owners that are told of it, or were told of partial numbers before it, and are owed a word when they are complete.</summary>
    public IReadOnlyList<string>? Told { get; init; }

    /// <summary>Of each source and model, over which slots its rows were computed (domain.md 2.4a).</summary>
    public IReadOnlyDictionary<string, Coverage>? Coverage { get; init; }

    /// <summary>Complete where the interval has all that is its own: what an earlier one lacks is charged to that one. An SLA judges this.</summary>
    public Completeness? Itself { get; init; }

    [JsonIgnore]
    public bool IsWholeItself => (Itself ?? Completeness) is Completeness.Complete;

    /// <summary>Of a restatement, everything that has changed since the publication before (domain.md 2.9).</summary>
    public IReadOnlyList<RestatementCause>? Causes { get; init; }

    /// <summary>Until when the interval's sources are looked at from here on; null in what was published before that was said.</summary>
    public DateTimeOffset? WatchUntil { get; init; }

    /// <summary>The run was still getting on when its deadline came: a generation of its own takes up from there.</summary>
    public bool Resumes { get; init; }

    /// <summary>Later intervals whose alerts compare a number of theirs with one of these, and are judged again (domain.md 2.11).</summary>
    public IReadOnlyList<DataInterval>? Compared { get; init; }
}

/// <param name="Period">The delivery that is awaited: a month's ledger, also for a day of it.</param>
public sealed record AwaitedSource(string Source, DateTimeOffset DueAt, DataInterval? Period = null);

/// <summary>A person says that a source has nothing for the interval, in this generation and all later ones (domain.md 2.5).</summary>
public sealed record SourceConfirmedEmpty(Guid IntervalId, string Source, string Reason, string Actor, DateTimeOffset ConfirmedAt) : IIntervalEvent;

/// <summary>A person's verdict over rows set apart; it holds in this generation's successors (domain.md 2.8).</summary>
public sealed record QuarantineJudged(Guid IntervalId, StandingVerdict Verdict, string Source, long Count, string Reason, string Actor, DateTimeOffset JudgedAt) : IIntervalEvent;

/// <summary>What is published was computed from rows of an earlier interval, or of another pipeline's, that have changed since (domain.md 2.4).</summary>
public sealed record MarkedStale(Guid IntervalId, StaleCause Cause, DateTimeOffset MarkedAt, string Because) : IIntervalEvent;

/// <summary>The interval, an earlier one or another pipeline's, and the generation of it that was not read, with the sources and models that differ.</summary>
public sealed record StaleCause(DataInterval Interval, int Generation, IReadOnlyList<string> Changed)
{
    /// <summary>Of which other pipeline; null where it is an earlier interval of its own.</summary>
    public string? Pipeline { get; init; }

    /// <summary>Whether the other is the same publication.</summary>
    public bool IsOf(StaleCause other) => IsOfIntervalOf(other) && Generation == other.Generation;

    /// <summary>Whether the other is a publication of the same interval.</summary>
    public bool IsOfIntervalOf(StaleCause other) => Interval == other.Interval && Pipeline == other.Pipeline;

    /// <summary>Why what has read it is computed again.</summary>
    [JsonIgnore]
    public string Reason => $"{Subject} was published anew (generation {Generation})";

    string Subject => Pipeline is null ? $"{Interval}" : $"{Pipeline} {Interval}";

    public override string ToString() => $"{Subject} was published anew (generation {Generation}: {string.Join(", ", Changed)})";
}

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
/// <paramref name="Allowed"/> are shares of the size of the previous value; of nothing there is no share.
/// </summary>
public sealed record MetricDropped(
    Guid IntervalId, string Alert, string Metric, DataInterval Period, decimal Value, decimal Previous, decimal? Drop, decimal Allowed, DateTimeOffset DroppedAt, string Because) : IIntervalEvent
{
    public string? Unit { get; init; }
}

/// <summary>A restatement of a number that had dropped, or of the one before it, took the drop back.</summary>
public sealed record MetricRecovered(Guid IntervalId, string Alert, string Metric, DataInterval Period, decimal Value, decimal Previous, DateTimeOffset RecoveredAt, string Because) : IIntervalEvent;

/// <summary>The alerts of the later intervals that compare themselves with a publication were judged again.</summary>
public sealed record AlertsJudgedAgain(Guid IntervalId, int Generation, IReadOnlyList<DataInterval> Intervals, DateTimeOffset JudgedAt) : IIntervalEvent;
