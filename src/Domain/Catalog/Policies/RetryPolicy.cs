namespace EventedPipelines.Domain.Catalog.Policies;

/// <summary>1 first try and a retry after each delay, jittered (domain.md 2.6).</summary>
public sealed record RetryPolicy(IReadOnlyList<TimeSpan> Delays, double Jitter)
{
    public static RetryPolicy Default { get; } = new([TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10)], 0.2);

    public int Attempts => Delays.Count + 1;
}
