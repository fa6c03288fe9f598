namespace EventedPipelines.Domain.Catalog.Policies;

/// <summary>
/// When who is paged (domain.md 3.2, 3.6): the primaries every <paramref name="RepeatEvery"/>, <paramref name="Repeats"/> times after the first
/// page, while nobody answers; the secondaries <paramref name="SecondaryAfter"/> after opening; both levels every <paramref name="AgainEvery"/> after
/// that. What fails again for the same cause within <paramref name="ReopenWithin"/> is the same incident. A hold lasts at most <paramref name="LongestHold"/>.
/// </summary>
public sealed record EscalationPolicy(TimeSpan RepeatEvery, int Repeats, TimeSpan SecondaryAfter, TimeSpan AgainEvery, TimeSpan ReopenWithin, TimeSpan LongestHold)
{
    public static EscalationPolicy Default { get; } =
        new(TimeSpan.FromMinutes(15), 4, TimeSpan.FromHours(4), TimeSpan.FromHours(4), TimeSpan.FromHours(24), TimeSpan.FromHours(24));
}
