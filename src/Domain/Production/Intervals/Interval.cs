using System.Collections.Immutable;
using System.Text.Json.Serialization;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Metrics;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Production.Slots;

namespace EventedPipelines.Domain.Production.Intervals;

/// <summary>One pipeline's data interval of time: its generations and the publication in force (domain.md 2.1). The owner of what is published for it.</summary>
public sealed record Interval(Guid Id, string Pipeline, string Area, [property: JsonPropertyName("slice")] DataInterval DataInterval, int Generation, long Version)
{
    public Publication? Publication { get; init; }

    /// <summary>How often the publication was replaced by one with other numbers.</summary>
    public int Restatements { get; init; }

    /// <summary>Sources of which a person said that there is nothing to come.</summary>
    public ImmutableList<string> ConfirmedEmpty { get; init; } = [];

    /// <summary>What was said of rows set apart, in order.</summary>
    public ImmutableList<QuarantineJudged> Judged { get; init; } = [];

    [JsonIgnore]
    public IReadOnlyList<StandingVerdict> Verdicts => [.. Judged.Select(judged => judged.Verdict)];

    /// <summary>Why the publication in force is stale; empty while it is not.</summary>
    public ImmutableList<StaleCause> Stale { get; init; } = [];

    /// <summary>The alerts that stand, as alert and period.</summary>
    public ImmutableList<StandingAlert> Alerts { get; init; } = [];

    /// <summary>Later intervals whose alerts are still to be judged again; null where there are none.</summary>
    public AlertsOwed? AlertsOwed { get; init; }

    /// <summary>Whether a backfill made its current generation, or led to it (domain.md 2.2): nobody is alerted of it.</summary>
    public bool IsOfHistory { get; init; }

    /// <summary>Until when its sources are looked at; null when they no longer are.</summary>
    public DateTimeOffset? WatchUntil { get; init; }

    /// <summary>How the sources were found that the run of its current generation, which has ended, never came to.</summary>
    public ImmutableDictionary<string, IReadOnlyList<FoundFile>> Found { get; init; } = ImmutableDictionary<string, IReadOnlyList<FoundFile>>.Empty;

    /// <summary>What has come or changed since it is no longer watched, and no generation has read.</summary>
    public ImmutableList<Redelivery> Redelivered { get; init; } = [];

    /// <summary>When its current generation was opened.</summary>
    public Milestone Opened { get; init; } = new(1, default);

    /// <summary>The restatement that its current generation follows; null where it was opened for another reason.</summary>
    public RippleRoot? Root { get; init; }

    /// <summary>When it is promised; null where the schedule does not expect it.</summary>
    public RunDeadline? Deadline { get; init; }

    /// <summary>When it was first published with all that is its own (domain.md 4.2); null while it never was.</summary>
    public DateTimeOffset? CompleteAt { get; init; }

    /// <summary>Sources that were not due when it was published and whose numbers are still owed.</summary>
    public ImmutableList<AwaitedSource> Awaited { get; init; } = [];

    /// <summary>When it was first published complete with a source that it had waited for, by source (domain.md 2.4).</summary>
    public ImmutableSortedDictionary<string, DateTimeOffset> CompleteWith { get; init; } = ImmutableSortedDictionary<string, DateTimeOffset>.Empty;

    /// <summary>The teams and owners that know that numbers of it are partial.</summary>
    public ImmutableList<string> Told { get; init; } = [];

    /// <summary>The version of the publication from which a next generation is to take up.</summary>
    public long? ResumeOwed { get; init; }

    /// <summary>The version of the publication whose effect on later intervals is still to be looked after.</summary>
    public long? RippleOwed { get; init; }

    public static Interval? Fold(Interval? state, object @event) => (state, @event) switch
    {
        (null, GenerationOpened e) =>
            new(e.IntervalId, e.Pipeline, e.Area, e.Interval, e.Generation, 1)
            {
                Opened = new(1, e.OpenedAt),
                WatchUntil = e.WatchUntil,
                Deadline = e.Deadline,
                Root = e.Root,
                IsOfHistory = e.OfHistory,
            },
        (null, _) => null,
        ({ } interval, _) => interval.After(@event) with { Version = interval.Version + 1 },
    };

    /// <summary>What was awaited and is in a publication, complete.</summary>
    public IEnumerable<AwaitedSource> ThereWith(Published published) => Awaited.Where(awaited => AreThere(published, awaited));

    static bool AreThere(Published published, AwaitedSource awaited) =>
        published.IsWholeItself && published.NotYetDue?.Any(open => open.Source == awaited.Source) is not true;

    Interval After(object @event) => @event switch
    {
        GenerationOpened e => this with
        {
            Generation = e.Generation,
            Opened = new(Version + 1, e.OpenedAt),
            WatchUntil = e.WatchUntil,
            Deadline = e.Deadline ?? Deadline,
            ResumeOwed = null,
            Root = e.Root,
            IsOfHistory = e.OfHistory,
            Found = Found.Clear(),
        },
        Published e => this with
        {
            Publication = new(e.Generation, e.RunId, e.Completeness, e.Warning, e.Targets, e.Points, e.PublishedAt, e.NotYetDue ?? [], Version + 1)
            {
                Coverage = e.Coverage,
                IsWholeItself = e.IsWholeItself,
            },
            Restatements = Restatements + (e.Restated.Count > 0 ? 1 : 0),
            CompleteAt = CompleteAt ?? (e.IsWholeItself ? e.PublishedAt : null),
            Awaited = [.. Awaited.Where(awaited => !AreThere(e, awaited)).Concat(e.NotYetDue ?? []).DistinctBy(awaited => awaited.Source)],
            CompleteWith = CompleteWith.SetItems(ThereWith(e).Select(awaited => KeyValuePair.Create(awaited.Source, e.PublishedAt))),
            Told = [.. e.Told ?? []],
            WatchUntil = e.WatchUntil > (WatchUntil ?? default) ? e.WatchUntil : WatchUntil,
            ResumeOwed = e.Resumes ? Version + 1 : null,
            Stale = [],
            Redelivered = Redelivered.RemoveAll(seen => seen.SeenAt <= Opened.At),
            RippleOwed = e.Changed is { Count: > 0 } ? Version + 1 : null,
            AlertsOwed = e.Compared is { Count: > 0 } compared ? new(Version + 1, compared, IsOfHistory) : null,
        },
        AlertsJudgedAgain => this with { AlertsOwed = null },
        RippleSpread => this with { RippleOwed = null },
        MarkedStale e => this with { Stale = Stale.RemoveAll(e.Cause.IsOfIntervalOf).Add(e.Cause) },
        SourceConfirmedEmpty e => this with { ConfirmedEmpty = ConfirmedEmpty.Remove(e.Source).Add(e.Source) },
        QuarantineJudged e => this with { Judged = Judged.Add(e) },
        SourceFound e => this with { Found = Found.SetItem(e.Source, e.Files) },
        RedeliverySeen e => this with { Redelivered = Redelivered.Add(new(e.Source, e.Change, e.SeenAt)) },
        SourceWatchEnded => this with { WatchUntil = null },
        MetricDropped e => this with { Alerts = Alerts.Add(new(e.Alert, e.Period)) },
        MetricRecovered e => this with { Alerts = Alerts.Remove(new(e.Alert, e.Period)) },
        _ => this,
    };
}

public sealed record Publication(
    int Generation,
    Guid RunId,
    Completeness Completeness,
    string? Warning,
    IReadOnlyList<PublishedTarget> Targets,
    IReadOnlyList<MetricPoint> Points,
    DateTimeOffset PublishedAt,
    IReadOnlyList<AwaitedSource> NotYetDue,
    long Version)
{
    /// <summary>Of each source and model; null in publications that are older than the word of it.</summary>
    public IReadOnlyDictionary<string, Coverage>? Coverage { get; init; }

    /// <summary>Whether it has all that is its own, whatever earlier intervals lack.</summary>
    public bool IsWholeItself { get; init; }

    /// <summary>Whether there is anything in it: a placeholder that stands alone is no number (domain.md 4.3).</summary>
    [JsonIgnore]
    public bool HasNumbers => Completeness is Completeness.Complete || Points.Any(point => point.Value is not null) || Targets.Any(target => target.Rows > 0);
}

public sealed record StandingAlert(string Alert, DataInterval Period);

/// <summary>The version of the publication with which the intervals compare themselves; nobody is told where it is of history.</summary>
public sealed record AlertsOwed(long Version, IReadOnlyList<DataInterval> Intervals, bool IsOfHistory);
public sealed record Redelivery(string Source, string Change, DateTimeOffset SeenAt);
