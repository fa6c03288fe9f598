namespace EventedPipelines.Domain.Intervals;

/// <summary>
/// How long after an interval has closed its sources are looked at, how often, and how many later intervals a restatement reruns by itself
/// (domain.md 2.4, 2.5).
/// </summary>
public sealed record LateDataPolicy(TimeSpan Watch, TimeSpan Every, int Reruns)
{
    public static LateDataPolicy Default { get; } = new(TimeSpan.FromDays(45), TimeSpan.FromMinutes(1), 31);
}
