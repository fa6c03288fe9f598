using System.Collections.Immutable;
using System.Text.Json.Serialization;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Checks;

namespace EventedPipelines.Domain.Production.Runs;

/// <summary>One generation of one interval being produced: what is done, what each open step waits for, what the lake holds so far.</summary>
public sealed record Run(
    Guid Id, Guid IntervalId, string Pipeline, string Area, [property: JsonPropertyName("slice")] DataInterval DataInterval, int Generation, int DefinitionVersion, RunPlan Plan,
    DateTimeOffset StartedAt)
{
    public long Version { get; init; }

    public bool Simulated { get; init; }

    public RunOutcome? Outcome { get; init; }

    /// <summary>Open and done steps by name; a step nobody has touched is not here.</summary>
    public ImmutableDictionary<string, StepProgress> Steps { get; init; } = ImmutableDictionary<string, StepProgress>.Empty;

    public ImmutableDictionary<string, IReadOnlyList<IngestedFile>> Sources { get; init; } = ImmutableDictionary<string, IReadOnlyList<IngestedFile>>.Empty;

    /// <summary>The versions of the deliveries that were read, by source.</summary>
    public ImmutableSortedDictionary<string, IReadOnlyList<PinnedDelivery>> Deliveries { get; init; } = ImmutableSortedDictionary<string, IReadOnlyList<PinnedDelivery>>.Empty;

    /// <summary>Of a source of which some files are there, those that are not.</summary>
    public ImmutableSortedDictionary<string, IReadOnlyList<string>> Lacking { get; init; } = ImmutableSortedDictionary<string, IReadOnlyList<string>>.Empty;

    public ImmutableList<QuarantinedRows> Quarantine { get; init; } = [];

    public ImmutableDictionary<string, ModelOutput> Models { get; init; } = ImmutableDictionary<string, ModelOutput>.Empty;

    /// <summary>Where each check stands, by id; a check evaluated again replaces its former standing.</summary>
    public ImmutableDictionary<string, CheckStanding> Checks { get; init; } = ImmutableDictionary<string, CheckStanding>.Empty;

    /// <summary>Sources without which the run went on because they are not due before then.</summary>
    public ImmutableSortedDictionary<string, DateTimeOffset> NotYetDue { get; init; } = ImmutableSortedDictionary<string, DateTimeOffset>.Empty;

    /// <summary>Sources of which a person said that there is nothing to come for the interval.</summary>
    public ImmutableList<string> ConfirmedEmpty { get; init; } = [];

    /// <summary>The verdicts over rows set apart that were in force when the run began, in order.</summary>
    public ImmutableList<StandingVerdict> Verdicts { get; init; } = [];

    /// <summary>The generations of earlier intervals that the run reads.</summary>
    public ImmutableList<PinnedIntervals> Pinned { get; init; } = [];

    /// <summary>Earlier intervals that it should read and that have published nothing.</summary>
    public ImmutableList<DataIntervalRange> Gaps { get; init; } = [];

    /// <summary>The generations of other pipelines' intervals that the run reads.</summary>
    public ImmutableList<PinnedUpstream> Upstream { get; init; } = [];

    /// <summary>What it waits for of other pipelines, or went without.</summary>
    public ImmutableList<AwaitedUpstream> Awaits { get; init; } = [];

    /// <summary>When the interval is promised; null once that is settled, and where nothing is promised.</summary>
    public RunDeadline? Deadline { get; init; }

    /// <summary>A backfill began it, or what a backfill began led to it (domain.md 2.2).</summary>
    public bool IsOfHistory { get; init; }

    /// <summary>What it can get no further for, where it is of history and falls back by itself; null again once it does.</summary>
    public RunHeldUp? HeldUp { get; init; }

    /// <summary>Its deadline ended it, for experiments, which wait for complete data (domain.md 3.4).</summary>
    public bool IsCutShort { get; init; }

    /// <summary>Since the deadline: how the run publishes what it has.</summary>
    public RunFallback? Fallback { get; init; }

    /// <summary>The version of the policies it began under; null where that is not known.</summary>
    public int? PolicyVersion { get; init; }

    /// <summary>The checks that call for a word beside the numbers; null where none does.</summary>
    [JsonIgnore]
    public string? ChecksNoted =>
        Checks.Where(check => check.Value is CheckStanding.Partial or CheckStanding.Warning).Select(check => check.Key).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } named
            ? $"Checks: {string.Join(", ", named)}."
            : null;

    /// <summary>The generation of the earlier interval that the run reads; null where it reads none.</summary>
    public int? PinnedGenerationOf(DataInterval interval) => Pinned.Find(pinned => pinned.Range.Contains(interval))?.Generation;

    /// <summary>The same of another pipeline's interval.</summary>
    public int? PinnedGenerationOf(string pipeline, DataInterval interval) =>
        Upstream.Find(pinned => pinned.Pipeline == pipeline)?.Reads.FirstOrDefault(pinned => pinned.Range.Contains(interval))?.Generation;

    /// <summary>All that it lacks is what other pipelines have not published.</summary>
    [JsonIgnore]
    public bool WaitsForUpstream => OpenSteps.Contains(Step.Turn) && ProgressOf(Step.Turn).State is StepState.Waiting && Awaits.Count > 0;

    /// <summary>All that its fallback goes without is another pipeline's, and charged to that one (domain.md 4.2).</summary>
    [JsonIgnore]
    public bool FallsBackForOthers =>
        Awaits.Count > 0 && Fallback is { Absent.IsEmpty: true, Incomplete.IsEmpty: true, Unreadable.IsEmpty: true, Blocked.IsEmpty: true, Failed.IsEmpty: true };

    /// <summary>What it waits for of other pipelines, in words, or went without; null where there is nothing.</summary>
    [JsonIgnore]
    public string? AwaitedOfOthers => Awaits.Count > 0 ? string.Join(", ", Awaits.Select(awaited => awaited.ToString()).Distinct()) : null;

    /// <summary>What was read, without what a check has blocked since.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, IReadOnlyList<IngestedFile>> UsedSources =>
        Fallback is { Blocked.IsEmpty: false } fallback ? Sources.SetItems(fallback.Blocked.Select(source => KeyValuePair.Create(source, (IReadOnlyList<IngestedFile>)[]))) : Sources;

    public bool HasCheck(CheckStanding standing) => Checks.ContainsValue(standing);

    /// <summary>The version of the event that made the current stage's steps due, and its time.</summary>
    public Milestone Reached { get; init; } = new(1, StartedAt);

    public bool IsFinished => Outcome is not null;

    [JsonIgnore]
    public IReadOnlyList<Step> OpenSteps => IsFinished ? [] : Plan.Next(step => ProgressOf(step).State is StepState.Done || Fallback?.Skips(step) == true);

    public bool IsPublishing => OpenSteps is [var step] && step == Step.Publish;

    /// <summary>An open step is at work, about to be, or tried again: not all of them wait for something to come, or have failed.</summary>
    [JsonIgnore]
    public bool IsUnderWay => OpenSteps.Any(step => ProgressOf(step).State is not (StepState.Waiting or StepState.Failed));

    /// <summary>The sources that have come, as a whole, and can be read.</summary>
    [JsonIgnore]
    public IEnumerable<string> Arrived =>
        Plan.Sources.Where(source => ProgressOf(Step.Ingest(source)).State is StepState.Done)
            .Except(Fallback is { } fallback ? [.. fallback.Absent, .. fallback.Unreadable, .. fallback.Incomplete] : []);

    public StepProgress ProgressOf(Step step) => Steps.GetValueOrDefault(step.ToString(), StepProgress.Untouched);

    public bool WaitsFor(string source) => !IsFinished && ProgressOf(Step.Ingest(source)).State is StepState.Waiting;

    public static Run? Fold(Run? state, object @event) => (state, @event) switch
    {
        (null, RunStarted e) => new(e.RunId, e.IntervalId, e.Pipeline, e.Area, e.Interval, e.Generation, e.DefinitionVersion, e.Plan, e.StartedAt)
        {
            Version = 1,
            Simulated = e.Simulated,
            ConfirmedEmpty = [.. e.ConfirmedEmpty ?? []],
            Verdicts = [.. e.Verdicts ?? []],
            Deadline = e.Deadline,
            PolicyVersion = e.PolicyVersion,
            IsOfHistory = e.OfHistory,
        },
        (null, _) => null,
        ({ } run, _) => RunFold.After(run with { Version = run.Version + 1 }, @event),
    };
}

public sealed record Milestone(long Version, DateTimeOffset At);

public enum StepState
{
    Due,
    Running,
    Retrying,
    Waiting,
    Done,
    Failed,
}

/// <summary>A fallback under way. With every model skipped the placeholder stands alone.</summary>
public sealed record RunFallback(ImmutableList<string> Absent, ImmutableList<string> Incomplete, ImmutableList<string> Skipped, Placeholder Placeholder, bool Resumes, bool IsPlaceholderOnly)
{
    /// <summary>Sources that are there and that the run could not read: once they can be read they are late data.</summary>
    public ImmutableList<string> Unreadable { get; init; } = [];

    /// <summary>Sources that a check blocks: what was read of them is not used.</summary>
    public ImmutableList<string> Blocked { get; init; } = [];

    /// <summary>Models that have failed for good, or were not through.</summary>
    public ImmutableList<string> Failed { get; init; } = [];

    /// <summary>Why, in words, by the id of each source that is not used and each model that is skipped.</summary>
    public ImmutableSortedDictionary<string, string> Reasons { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Sources of which no row is used.</summary>
    [JsonIgnore]
    public IEnumerable<string> Unusable => Absent.Union(Unreadable).Union(Blocked);

    public bool Skips(Step step) => IsPlaceholderOnly ? step != Step.Publish : Skipped.Exists(model => step == Step.Transform(model));
}

/// <summary>Where one step stands. <paramref name="DueAt"/> is when the next attempt, or the next look for a missing source, is due.</summary>
/// <remarks><paramref name="Reingests"/> counts the attempts to fetch a missing source; <paramref name="ReingestAt"/> is when the next is due.</remarks>
public sealed record StepProgress(StepState State, int Attempts, long Fence, DateTimeOffset? DueAt, long Since, int Reingests = 0, DateTimeOffset? ReingestAt = null)
{
    /// <summary>What the last attempt ended in, with its place; null where none has failed.</summary>
    public string? Error { get; init; }

    /// <summary>What is waited for is there and still being written.</summary>
    public bool IsSettling { get; init; }

    public static readonly StepProgress Untouched = new(StepState.Due, 0, 0, null, 0);
}
