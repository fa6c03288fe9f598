using EventedPipelines.Domain.Intervals;

namespace EventedPipelines.Domain.Metrics;

/// <summary>One published number: a metric for a period ("2026-11-22", "2026-11") and its dimensions, empty for the total. Money at 4 places (domain.md 2.10).</summary>
public sealed record MetricPoint(string Metric, IReadOnlyDictionary<string, string> Dimensions, Slice Period, decimal? Value, string Unit);
