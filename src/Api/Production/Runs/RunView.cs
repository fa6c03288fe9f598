using EventedPipelines.Api.Production.Metrics;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Production.Slots;
using EventedPipelines.Projections.Production.Runs;

namespace EventedPipelines.Api.Production.Runs;

/// <summary>A run as other programs see it (api.md, run). Fields may be added, none renamed or dropped within v1.</summary>
public sealed record RunView(
    Guid Id,
    string Pipeline,
    string Area,
    DataInterval Interval,
    int Generation,
    RunCause Cause,
    string? Reason,
    RunStage Stage,
    RunOutcome? Outcome,
    Completeness? Completeness,
    int DefinitionVersion,
    DateTimeOffset StartedAt,
    DateTimeOffset? FinishedAt,
    StepError? Error,
    IReadOnlyList<AttemptDetails> Attempts,
    IReadOnlyList<SourceView> Sources,
    IReadOnlyList<PinnedIntervals> Reads,
    IReadOnlyList<DataIntervalRange> Gaps,
    IReadOnlyList<CheckDetails> Checks,
    long QuarantinedRows,
    IReadOnlyList<PublishedTarget> Targets,
    IReadOnlyList<MetricPointView> Metrics,
    FallbackDetails? Fallback,
    string? DeadlinePassed,
    Guid? IncidentId,
    bool Simulated,
    long Version)
{
    /// <summary>The generations of other pipelines' intervals that it reads.</summary>
    public IReadOnlyList<PinnedUpstream> Upstream { get; init; } = [];

    /// <summary>What it waits for of other pipelines: `unit-profit 2026-11-21`; null where it waits for nothing of them.</summary>
    public string? WaitsFor { get; init; }

    /// <summary>Until when the interval's sources are looked at, of a run asked for by its id; null where they no longer are.</summary>
    public DateTimeOffset? WatchedUntil { get; init; }

    public static RunView Of(RunDetails run, IEnumerable<MetricPointView> metrics, Guid? incident) => new(
        run.Id, run.Pipeline, run.Area, run.Interval, run.Generation, run.Cause, run.Reason, run.Stage, run.Outcome, run.Completeness, run.DefinitionVersion,
        run.StartedAt, run.FinishedAt, run.Error, run.Attempts, [.. run.Sources.Select(SourceView.Of)], run.Reads, run.Gaps, run.Checks, run.QuarantinedRows, run.Targets,
        [.. metrics], run.Fallback, run.DeadlinePassed, incident, run.Simulated, run.Version)
    {
        Upstream = run.Upstream,
        WaitsFor = run.Awaits.IsEmpty ? null : string.Join(", ", run.Awaits.Select(awaited => awaited.ToString()).Distinct()),
    };
}

public sealed record SourceView(string Id, SourceState State, IReadOnlyList<FileView> Files, IReadOnlyList<string> ExpectedFiles, int ReingestAttempts, DateTimeOffset? DueAt)
{
    public static SourceView Of(SourceDetails source) => new(source.Id, source.State, [.. source.Files.Select(FileView.Of)], source.ExpectedFiles, source.ReingestAttempts, source.DueAt);
}

public sealed record FileView(string Name, string Sha256, long Rows, long Bytes, long RejectedRows, string? DuplicateOf)
{
    public static FileView Of(IngestedFile file) => new(file.Name, file.Sha256, file.Rows, file.Bytes, file.RejectedRows, file.DuplicateOf);
}

/// <summary>What a command about a run answers: which run, and whether it is a new one.</summary>
public sealed record RunReceipt(Guid Id, string Pipeline, DataInterval Interval, int Generation, bool Opened)
{
    /// <summary>Until when late data is taken in by itself, counted anew when the run publishes; null where the interval is no longer watched.</summary>
    public DateTimeOffset? WatchedUntil { get; init; }

    public static string PathOf(Guid run) => $"/api/v1/runs/{run}";
}
