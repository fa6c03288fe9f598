using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Domain.Production.Checks;
using EventedPipelines.Domain.Production.Slots;

namespace EventedPipelines.Domain.Production.Runs;

public interface IRunEvent
{
    Guid RunId { get; }
}

/// <summary>Why a run exists (domain.md 2.2).</summary>
public enum RunCause
{
    Schedule,
    Backfill,
    Manual,
    LateData,
    SourceDue,
    Restatement,
    Readmission,
}

public enum RunOutcome
{
    Succeeded,
    SucceededWithWarnings,
    PublishedPartial,
    Failed,
    Cancelled,
    Superseded,
}

public sealed record RunStarted(
    Guid RunId,
    Guid IntervalId,
    string Pipeline,
    string Area,
    DataInterval Interval,
    int Generation,
    RunCause Cause,
    string? Reason,
    int DefinitionVersion,
    RunPlan Plan,
    bool Simulated,
    DateTimeOffset StartedAt,
    string Because,
    IReadOnlyList<string>? ConfirmedEmpty = null,
    IReadOnlyList<StandingVerdict>? Verdicts = null,
    RunDeadline? Deadline = null,
    int? PolicyVersion = null) : IRunEvent
{
    /// <summary>A backfill began it, or what a backfill began led to it: nobody is paged for it (domain.md 2.2).</summary>
    public bool OfHistory { get; init; }
}

/// <summary>
/// When the interval is promised (domain.md 4.1); a run that is publishing then gets the grace. One that <paramref name="FallsBack"/> publishes what it
/// has, for investors; the others end (domain.md 3.4).
/// </summary>
public sealed record RunDeadline(DateTimeOffset At, TimeSpan Grace, bool FallsBack)
{
    /// <summary>It has passed, and the run falls back when it can get no further.</summary>
    public bool IsPutOff { get; init; }

    /// <summary>A run that begins when it should have ended, after an outage say, gets the grace to show what it can.</summary>
    public RunDeadline ForARunAt(DateTimeOffset now) => At > now ? this : this with { At = now + Grace };
}

/// <summary>A worker took a step up. The fence is that of its lease: a result with an older one is stale.</summary>
public sealed record AttemptStarted(Guid RunId, string Step, int Number, int Of, long Fence, string Worker, DateTimeOffset StartedAt, string Because) : IRunEvent, ILeavesWorkAsIs;

/// <summary>Without <paramref name="NextDueAt"/> there is no further attempt.</summary>
public sealed record AttemptFailed(Guid RunId, string Step, int Number, int Of, StepError Error, DateTimeOffset FailedAt, DateTimeOffset? NextDueAt) : IRunEvent;

/// <summary>The worker was stopped in good order and hands the step back: the attempt does not count.</summary>
public sealed record AttemptInterrupted(Guid RunId, string Step, int Number, DateTimeOffset InterruptedAt) : IRunEvent;

/// <summary>A report of an attempt that is no longer the current one: kept, and without effect (domain.md 2.6).</summary>
public sealed record StaleResultRecorded(Guid RunId, string Step, int Number, long Fence, string Result, DateTimeOffset ReportedAt) : IRunEvent;

public sealed record SourceIngested(Guid RunId, string Source, IReadOnlyList<IngestedFile> Files, long Rows, string SchemaFingerprint, DateTimeOffset IngestedAt) : IRunEvent
{
    /// <summary>The versions of the deliveries that these files are of; null in what was read before there were any.</summary>
    public IReadOnlyList<PinnedDelivery>? Deliveries { get; init; }
}

/// <summary>
/// Files that were expected and are not there, or with <paramref name="IsSettling"/> are there and may still be written to. The run waits for them, and at
/// <paramref name="ReingestAt"/> they are fetched from their origin; what is being written is not.
/// </summary>
public sealed record SourceMissing(
    Guid RunId, string Source, IReadOnlyList<string> ExpectedFiles, DateTimeOffset MissedAt, DateTimeOffset NextLookAt, DateTimeOffset? ReingestAt = null, bool IsSettling = false) : IRunEvent
{
    /// <summary>The files of the period that are there: at the deadline the run publishes over them (domain.md 3.4). Null where none is.</summary>
    public IReadOnlyList<IngestedFile>? There { get; init; }

    /// <summary>The versions of the deliveries that these are of.</summary>
    public IReadOnlyList<PinnedDelivery>? Deliveries { get; init; }

    /// <summary>The deliveries that it waits for, which are fetched for all their readers; null where nothing is fetched.</summary>
    public IReadOnlyList<LackingDelivery>? Awaits { get; init; }
}

/// <summary>A completeness check found dates without data (domain.md 2.7): the source is fetched again before the run goes on.</summary>
public sealed record SourceIncomplete(Guid RunId, string Source, string Check, string Gap, DateTimeOffset SeenAt, DateTimeOffset NextLookAt, DateTimeOffset ReingestAt) : IRunEvent
{
    /// <summary>The deliveries that it waits for.</summary>
    public IReadOnlyList<LackingDelivery>? Awaits { get; init; }
}

/// <summary>An attempt to fetch what is missing from its origin (domain.md 2.5). Without <paramref name="NextDueAt"/> there is no further one.</summary>
public sealed record ReingestFailed(Guid RunId, string Source, int Number, int Of, string Reason, DateTimeOffset FailedAt, DateTimeOffset? NextDueAt) : IRunEvent;

/// <summary>The source's attempts are spent.</summary>
public sealed record ReingestionExhausted(Guid RunId, string Source, int Attempts, IReadOnlyList<string> ExpectedFiles, DateTimeOffset ExhaustedAt, AfterReingestion Next) : IRunEvent;

/// <summary>What becomes of a run whose source's attempts are spent.</summary>
public enum AfterReingestion
{
    /// <summary>What arrives now is still taken.</summary>
    Waits,

    /// <summary>One of history that has readers publishes what can be computed (domain.md 2.2).</summary>
    GoesWithout,

    /// <summary>One of history for experiments, which wait for complete data, ends as at a deadline: what it lacks opens it again when it comes.</summary>
    Ends,
}

/// <summary>
/// A run of history that has readers can get no further at this step: with nothing of it under way any more it publishes what can be computed (domain.md 2.2).
/// </summary>
public sealed record RunHeldUp(Guid RunId, string Step, string Reason, StepError Error, DateTimeOffset HeldUpAt) : IRunEvent;

public sealed record SourceArrived(Guid RunId, string Source, DateTimeOffset ArrivedAt) : IRunEvent;

/// <summary>The delivery is not due before <paramref name="DueAt"/>: the run goes on without it, and nothing is missing (domain.md 2.4).</summary>
public sealed record SourceNotYetDue(Guid RunId, string Source, DateTimeOffset DueAt, DateTimeOffset SeenAt) : IRunEvent;

/// <summary>A person said that there is nothing to come, and the run goes on without.</summary>
public sealed record SourceTakenAsEmpty(Guid RunId, string Source, DateTimeOffset TakenAt, string Because) : IRunEvent;

/// <summary>The run's turn has come: which generations of earlier intervals it reads, and which intervals have published nothing to read.</summary>
public sealed record TurnTaken(Guid RunId, IReadOnlyList<PinnedIntervals> Reads, IReadOnlyList<DataIntervalRange> Gaps, DateTimeOffset TakenAt) : IRunEvent
{
    /// <summary>Which generations of other pipelines' intervals it reads; null where it reads none.</summary>
    public IReadOnlyList<PinnedUpstream>? Upstream { get; init; }
}

/// <summary>An interval that the run had pinned was published anew before the run could publish: it reads again.</summary>
public sealed record TurnLost(Guid RunId, DataInterval Interval, int Generation, DateTimeOffset LostAt, string Because) : IRunEvent
{
    /// <summary>Of which other pipeline; null where it is an earlier interval of its own.</summary>
    public string? Pipeline { get; init; }
}

/// <summary>
/// What the run reads of other pipelines is not there to be read: it waits, holds nobody up, and nobody is paged for it. It looks once more as soon as it has said so, so
/// that no publication comes in between unseen.
/// </summary>
public sealed record UpstreamAwaited(Guid RunId, IReadOnlyList<AwaitedUpstream> Awaits, DateTimeOffset AwaitedAt) : IRunEvent
{
    /// <summary>It has been published without a row, and readers are to see what can be computed: the run goes without it at once.</summary>
    public bool GoesWithout { get; init; }
}

/// <summary>Another pipeline has published an interval that the run waits for.</summary>
public sealed record UpstreamArrived(Guid RunId, string Pipeline, DataInterval Interval, int Generation, DateTimeOffset ArrivedAt, string Because) : IRunEvent;

public sealed record CheckEvaluated(Guid RunId, CheckResult Result, DateTimeOffset EvaluatedAt) : IRunEvent;

public sealed record RowsQuarantined(Guid RunId, QuarantinedRows Rows, DateTimeOffset QuarantinedAt) : IRunEvent;

public sealed record InputsChecked(Guid RunId, int Evaluated, DateTimeOffset CheckedAt) : IRunEvent;

public sealed record OutputsChecked(Guid RunId, int Evaluated, DateTimeOffset CheckedAt) : IRunEvent;

public sealed record TransformSucceeded(Guid RunId, string Model, int Attempt, ModelOutput Output, DateTimeOffset FinishedAt) : IRunEvent;

public sealed record RunPublished(
    Guid RunId, RunOutcome Outcome, Completeness Completeness, IReadOnlyList<PublishedTarget> Targets, DateTimeOffset PublishedAt, string Because) : IRunEvent;

/// <summary>
/// At its deadline the run is unresolved: it publishes what it has (domain.md 3.4), without the <paramref name="Absent"/> sources and the
/// <paramref name="Skipped"/> models, which cannot be computed. In the middle of a fallback: it goes on without these. With <paramref name="Resumes"/> it was getting on, and the interval's
/// next generation takes up from there.
/// </summary>
public sealed record FallbackBegun(
    Guid RunId, IReadOnlyList<string> Absent, IReadOnlyList<string> Skipped, Placeholder Placeholder, bool Resumes, DateTimeOffset BegunAt, string Because) : IRunEvent
{
    /// <summary>Sources that are there and cannot be read; null in what was stored before they were told apart.</summary>
    public IReadOnlyList<string>? Unreadable { get; init; }

    /// <summary>Sources that a check blocks.</summary>
    public IReadOnlyList<string>? Blocked { get; init; }

    /// <summary>Why, in words, by the id of a source or model.</summary>
    public IReadOnlyDictionary<string, string>? Reasons { get; init; }
}

/// <summary>
/// What stands where numbers are missing: what is missing, why, whose area it is, when something is done about it next, and who stands there now: another
/// than the owner on a holiday, say. The time is null only in what was stored before it was always said.
/// </summary>
public sealed record Placeholder(string Missing, string Why, string Owner, DateTimeOffset? NextUpdateAt, string? OnCall = null)
{
    public override string ToString() =>
        $"{Missing} {Why} Owned by {Owner}.{(OnCall is null || OnCall == Owner ? "" : $" On call: {OnCall}.")}{(NextUpdateAt is { } next ? $" Next update due {next:yyyy-MM-dd HH:mm} UTC." : " It is updated as soon as the data is there.")}";
}

/// <summary>The deadline passed without a fallback, and why.</summary>
public sealed record DeadlinePassed(Guid RunId, string Reason, DateTimeOffset PassedAt) : IRunEvent
{
    /// <summary>Should the run come to where it can get no further, it falls back then.</summary>
    public bool IsPutOff { get; init; }
}

public sealed record RunFailed(Guid RunId, string Reason, StepError? Error, DateTimeOffset FailedAt) : IRunEvent;

/// <summary>A person asked for the failed or waiting step again (POST /runs/{id}/retry).</summary>
public sealed record RetryRequested(Guid RunId, string? Reason, string Actor, DateTimeOffset RequestedAt) : IRunEvent;

public sealed record RunCancelled(Guid RunId, string? Reason, string Actor, DateTimeOffset CancelledAt) : IRunEvent;

public sealed record RunSuperseded(Guid RunId, int ByGeneration, DateTimeOffset SupersededAt, string Because) : IRunEvent;
