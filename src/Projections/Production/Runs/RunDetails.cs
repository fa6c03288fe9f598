using System.Collections.Immutable;
using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Checks;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Production.Slots;

namespace EventedPipelines.Projections.Production.Runs;

public enum RunStage
{
    Scheduled,
    Ingesting,
    Checking,
    Transforming,
    Publishing,
    Waiting,
    Finished,
}

/// <summary>What a person asks of a run (api.md, run). One document per run; the published numbers are in `investor_metrics`.</summary>
public sealed record RunDetails(
    Guid Id, Guid IntervalId, string Pipeline, string Area, DataInterval Interval, int Generation, RunCause Cause, int DefinitionVersion, DateTimeOffset StartedAt, bool Simulated)
{
    public RunStage Stage { get; init; } = RunStage.Scheduled;

    public RunOutcome? Outcome { get; init; }

    public Completeness? Completeness { get; init; }

    public string? Reason { get; init; }

    /// <summary>What went wrong, when the run failed.</summary>
    public StepError? Error { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public ImmutableList<AttemptDetails> Attempts { get; init; } = [];

    public ImmutableList<SourceDetails> Sources { get; init; } = [];

    public ImmutableList<CheckDetails> Checks { get; init; } = [];

    public long QuarantinedRows { get; init; }

    public ImmutableList<PublishedTarget> Targets { get; init; } = [];

    /// <summary>The generations of earlier intervals that the run has read, and the intervals that had nothing to read (domain.md 2.4).</summary>
    public ImmutableList<PinnedIntervals> Reads { get; init; } = [];

    public ImmutableList<DataIntervalRange> Gaps { get; init; } = [];

    /// <summary>The generations of other pipelines' intervals that the run has read.</summary>
    public ImmutableList<PinnedUpstream> Upstream { get; init; } = [];

    /// <summary>What it waits for of other pipelines.</summary>
    public ImmutableList<AwaitedUpstream> Awaits { get; init; } = [];

    /// <summary>How the run publishes what it has since its deadline (domain.md 3.4); null where it does not.</summary>
    public FallbackDetails? Fallback { get; init; }

    /// <summary>Why the deadline passed without a fallback; null where it did not.</summary>
    public string? DeadlinePassed { get; init; }

    /// <summary>The first day of the interval, for ranges.</summary>
    public DateOnly From { get; init; }

    public long Version { get; init; }
}

public enum AttemptState
{
    Running,
    Succeeded,
    Failed,
    Stale,
}

/// <summary>One attempt of a step. <paramref name="Model"/> names the step: the model of a transform, else "ingest:orders", "publish".</summary>
public sealed record AttemptDetails(
    string Model, int Number, int Of, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, AttemptState Result, StepError? Error, ErrorClass? ErrorClass, DateTimeOffset? NextDueAt);

/// <summary>Published without these sources, and without these models, which cannot be computed without them. <paramref name="Warning"/> is on every number concerned.</summary>
public sealed record FallbackDetails(DateTimeOffset BegunAt, IReadOnlyList<string> Absent, IReadOnlyList<string> Skipped, string Warning);

public enum SourceState
{
    Waiting,
    Ingested,
    Missing,
    Rejected,
    NotYetDue,
    ConfirmedEmpty,
}

public sealed record SourceDetails(string Id, SourceState State, IReadOnlyList<IngestedFile> Files, IReadOnlyList<string> ExpectedFiles, int ReingestAttempts, DateTimeOffset? DueAt = null);

/// <summary>A check as people read it. The sample of offending rows lives in the lake (domain.md 2.7) and is empty here.</summary>
public sealed record CheckDetails(
    string Id, int Version, CheckKind Kind, string Target, CheckOutcome Outcome, CheckSeverity Severity, CheckAction Action, decimal? Actual, decimal? Expected,
    string Unit, long Rows, IReadOnlyDictionary<string, long> Kinds, string? File, string? Error, IReadOnlyList<object> Sample)
{
    /// <summary>How many rows it looked at, where <see cref="Rows"/> are those that offend.</summary>
    public long? RowsLookedAt { get; init; }

    public string? Detail { get; init; }

    public static CheckDetails Of(CheckResult result) => new(
        result.Check, result.Version, result.Kind, result.Target, result.Outcome, result.Severity, result.Action, result.Actual, result.Expected,
        result.Unit, result.OffendingRows, result.Kinds, result.OffendingFile, result.Error, [])
    {
        RowsLookedAt = result.RowsLookedAt,
        Detail = result.Detail,
    };
}
