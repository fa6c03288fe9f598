using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Catalog.Metrics;

/// <summary>
/// A published metric: <paramref name="Value"/>, an aggregate expression over the model's rows, per value of the column
/// <paramref name="Period"/>; once in total and once for each value of each column in <paramref name="By"/>.
/// <paramref name="Grain"/> is the grain of the period: day or month, the grain of its model. The period column is a date; of a month, its first day.
/// </summary>
public sealed record MetricDefinition(string Id, string Model, string Value, string Period, Grain Grain, string Unit, IReadOnlyList<string> By);

/// <summary>
/// An alert when a metric is lower than <paramref name="Drop"/> (0.10 is a tenth) below the period before (domain.md 2.11). Only of complete
/// numbers, and only of the total.
/// </summary>
public sealed record AlertDefinition(string Id, string Metric, Grain Grain, decimal Drop);
