using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.Sla;

namespace EventedPipelines.Api.Sla;

/// <summary>Counts deliveries. A budget is an area's and a month's (domain.md 4.3); those of several areas or months are added up.</summary>
public static class SlaReport
{
    /// <param name="deliveries">Those of the range.</param>
    /// <param name="targetOf">The share of an area that has to be met.</param>
    public static (SlaSummary Summary, IReadOnlyList<AreaSlaView> Areas) Of(IReadOnlyCollection<Delivery> deliveries, Func<string, decimal> targetOf)
    {
        var areas = deliveries.GroupBy(delivery => delivery.Area).OrderBy(area => area.Key, StringComparer.Ordinal)
            .Select(area => new AreaSlaView(area.Key, targetOf(area.Key), SummaryOf([.. area], targetOf)));
        return (SummaryOf(deliveries, targetOf), [.. areas]);
    }

    static SlaSummary SummaryOf(IReadOnlyCollection<Delivery> deliveries, Func<string, decimal> targetOf) =>
        SlaSummary.Of(CountsOf(deliveries, targetOf), CountsOf([.. deliveries.Where(delivery => delivery.Correction is null)], targetOf));

    static SlaCounts CountsOf(IReadOnlyCollection<Delivery> deliveries, Func<string, decimal> targetOf)
    {
        var budgets = deliveries.GroupBy(delivery => (delivery.Area, Slice.Month(delivery.Interval.First)))
            .Select(month => SlaCounts.Of([.. month.Select(delivery => delivery.State)], targetOf(month.Key.Area)))
            .ToList();

        // The shares are of all that was judged, whatever the targets; only the budgets depend on them.
        return SlaCounts.Of([.. deliveries.Select(delivery => delivery.State)], target: 1) with
        {
            AllowedMisses = budgets.Sum(budget => budget.AllowedMisses),
            MissesLeft = budgets.Sum(budget => budget.MissesLeft),
        };
    }
}
