using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Production.Metrics;

/// <summary>A published number that is not what was published before: the difference is the restatement (domain.md 2.9).</summary>
public sealed record RestatedPoint(string Metric, IReadOnlyDictionary<string, string> Dimensions, DataInterval Period, decimal? Previous, decimal? Value, decimal? Difference)
{
    /// <summary>What the number is now, where it has become something else than a number: withdrawn, or not computable.</summary>
    public PointState? State { get; init; }
}
