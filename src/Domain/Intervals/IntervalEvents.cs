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
    string Because) : IIntervalEvent;

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
    string Because) : IIntervalEvent;
