namespace EventedPipelines.Domain.Catalog.Policies;

/// <summary>A file that has not arrived, or is incomplete, is fetched from its origin after each delay, counted from the attempt before (domain.md 2.5).</summary>
public sealed record ReingestPolicy(IReadOnlyList<TimeSpan> Delays)
{
    public static ReingestPolicy Default { get; } = new([TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15)]);

    public int Attempts => Delays.Count;

    /// <summary>When the attempt after so many is due; null when they are spent.</summary>
    public DateTimeOffset? NextDue(int attempts, DateTimeOffset now) => attempts < Delays.Count ? now + Delays[attempts] : null;
}
