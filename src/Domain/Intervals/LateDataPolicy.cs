namespace EventedPipelines.Domain.Intervals;

/// <summary>
/// How long after an interval has closed its sources are looked at, how often, and how many later intervals a restatement reruns by itself
/// (domain.md 2.4, 2.5).
/// </summary>
public sealed record LateDataPolicy(TimeSpan Watch, TimeSpan Every, int Reruns)
{
    /// <summary>How long a file has to stay as it is before it is read; null for <see cref="Domain.Pipelines.SourceDefinition.UsualSettle"/>.</summary>
    public TimeSpan? Settle { get; init; }

    public static LateDataPolicy Default { get; } = new(TimeSpan.FromDays(45), TimeSpan.FromMinutes(1), 31);
}
