using EventedPipelines.Api.Production.Metrics;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Deliveries;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Metrics;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Production.Slots;
using EventedPipelines.Projections.Production.Runs;

namespace EventedPipelines.Api.Production.Intervals;

/// <summary>One interval: its generations, what is published for it, and how its numbers were restated.</summary>
public sealed record IntervalView(
    string Pipeline,
    string Area,
    DataInterval Interval,
    int Generation,
    IReadOnlyList<GenerationView> Generations,
    PublicationView? Publication,
    IReadOnlyList<RestatementView> Restatements,
    IReadOnlyList<StaleCause> Stale,
    IReadOnlyList<string> ConfirmedEmpty,
    IReadOnlyList<VerdictView> Verdicts,
    IReadOnlyList<StandingAlert> Alerts,
    DateTimeOffset? WatchedUntil,
    long Version)
{
    /// <summary>What has come or changed since the interval is no longer watched, until a generation has read it.</summary>
    public IReadOnlyList<RedeliveryView> Redelivered { get; init; } = [];
}

/// <summary>Files of an interval that is no longer watched have come or changed, and <paramref name="Command"/> takes them in.</summary>
public sealed record RedeliveryView(string Pipeline, DataInterval Interval, string Source, string Change, DateTimeOffset SeenAt, string Command)
{
    public static IEnumerable<RedeliveryView> Of(Interval interval) => interval.Redelivered.Select(seen => new RedeliveryView(
        interval.Pipeline, interval.DataInterval, seen.Source, seen.Change, seen.SeenAt, $"./run run {interval.Pipeline} {interval.DataInterval} --rerun"));
}

/// <summary>A generation and the standing of its run.</summary>
public sealed record GenerationView(
    int Generation, Guid RunId, RunCause Cause, string? Reason, string Actor, int DefinitionVersion, DateTimeOffset OpenedAt, RunStage Stage, RunOutcome? Outcome, DateTimeOffset? FinishedAt)
{
    public static GenerationView Of(GenerationOpened opened, RunDetails run) => new(
        opened.Generation, run.Id, opened.Cause, opened.Reason, opened.Actor, opened.DefinitionVersion, opened.OpenedAt, run.Stage, run.Outcome, run.FinishedAt);
}

public sealed record PublicationView(
    int Generation, Guid RunId, Completeness Completeness, string? Warning, IReadOnlyList<PublishedTarget> Targets, IReadOnlyList<MetricPoint> Points, IReadOnlyList<AwaitedSource> NotYetDue,
    DateTimeOffset PublishedAt,
    IReadOnlyDictionary<string, CoverageView> Coverage)
{
    public static PublicationView Of(Published published) => new(
        published.Generation, published.RunId, published.Completeness, published.Warning, published.Targets, published.Points, published.NotYetDue ?? [],
        published.PublishedAt, (published.Coverage ?? new Dictionary<string, Coverage>()).ToDictionary(each => each.Key, each => CoverageView.Of(each.Value)));
}

/// <summary>A publication that changed numbers published before: which, by how much, the run that did it, and everything that had changed since the publication before.</summary>
public sealed record RestatementView(
    int Generation, Guid RunId, RunCause Cause, string? Reason, DateTimeOffset PublishedAt, IReadOnlyList<RestatedPoint> Points, IReadOnlyList<RestatementCause> Causes);

/// <summary>What a person said of rows set apart: of those named, or of all <paramref name="Count"/> that the check had set apart.</summary>
public sealed record VerdictView(
    string Source, string Check, int RuleVersion, Verdict Verdict, long Count, IReadOnlyList<RowKey> Rows, string Reason, string Actor, DateTimeOffset JudgedAt)
{
    public static VerdictView Of(QuarantineJudged judged) => new(
        judged.Source, judged.Verdict.Check, judged.Verdict.RuleVersion, judged.Verdict.Verdict, judged.Count, judged.Verdict.Rows, judged.Reason, judged.Actor, judged.JudgedAt);

    public static VerdictView Of(DeliveryRowsJudged judged) => new(
        judged.Source, judged.Verdict.Check, judged.Verdict.RuleVersion, judged.Verdict.Verdict, judged.Count, judged.Verdict.Rows, judged.Reason, judged.Actor, judged.JudgedAt);
}
