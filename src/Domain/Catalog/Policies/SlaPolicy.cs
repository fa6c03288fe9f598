namespace EventedPipelines.Domain.Catalog.Policies;

/// <summary>
/// By when an area delivers (domain.md 4.1, 4.3): everything of an interval is complete <paramref name="Within"/> after it closes, elapsed time,
/// in at least <paramref name="Target"/> of the intervals expected of a month.
/// </summary>
public sealed record SlaTarget(TimeSpan Within, decimal Target)
{
    public const decimal DefaultTarget = 0.95m;
}

/// <summary>
/// The areas that have an SLA. <paramref name="Grace"/> is what a run that is publishing at the deadline gets (domain.md 3.4);
/// <paramref name="AtRiskBefore"/> is how long before the deadline, at least, a forecast is made.
/// </summary>
public sealed record SlaPolicy(IReadOnlyDictionary<string, SlaTarget> Areas, TimeSpan Grace, TimeSpan AtRiskBefore)
{
    public static SlaPolicy Default { get; } = new(
        new Dictionary<string, SlaTarget>
        {
            ["profit"] = new(TimeSpan.FromHours(6), SlaTarget.DefaultTarget),
            ["growth"] = new(TimeSpan.FromHours(8), SlaTarget.DefaultTarget),
            ["engagement"] = new(TimeSpan.FromHours(10), SlaTarget.DefaultTarget),
        },
        TimeSpan.FromMinutes(2),
        TimeSpan.FromHours(1));

    public SlaTarget? Of(string area) => Areas.GetValueOrDefault(area);
}
