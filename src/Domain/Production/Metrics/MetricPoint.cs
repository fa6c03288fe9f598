using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Production.Metrics;

/// <summary>One published number: a metric for a period ("2026-11-22", "2026-11") and its dimensions, empty for the total. Money at 4 places (domain.md 2.10).</summary>
public sealed record MetricPoint(
    string Metric, IReadOnlyDictionary<string, string> Dimensions, DataInterval Period, decimal? Value, string Unit, PointState State = PointState.Complete)
{
    /// <summary>What a reader is told beside it: what is missing, why, and whose it is (domain.md 3.4).</summary>
    public string? Warning { get; init; }

    /// <summary>The model whose coverage is the number's (domain.md 2.4a).</summary>
    public string? Model { get; init; }

    /// <summary>It was a number and has no rows any more (domain.md 2.9); a placeholder never was one.</summary>
    public bool IsGone { get; init; }
}

/// <summary>How far a number can be relied on: whole; without some of its data; without a source that is not due yet; or not computable at all.</summary>
public enum PointState
{
    Complete,
    Partial,
    NotYetDue,
    NotComputable,

    /// <summary>A number that was published and is no longer there.</summary>
    Withdrawn,
}
