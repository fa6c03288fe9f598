using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Reliability.Sla;

namespace EventedPipelines.Api.Reliability.Sla;

/// <summary>
/// Counts promises. A budget is an area's and a month's, over all that the calendar expects in it (domain.md 4.3), whichever of its days are asked about;
/// those of several areas or months are added up. Everything else counts the days that are asked about.
/// </summary>
public static class SlaReport
{
    /// <param name="range">The days that are asked about.</param>
    /// <param name="promises">Those of the months that the range touches.</param>
    /// <param name="toCome">What these months still expect.</param>
    /// <param name="targetOf">The share of an area that has to be met.</param>
    public static (SlaSummary Summary, IReadOnlyList<AreaSlaView> Areas) Of(
        SlaRange range, IEnumerable<Promise> promises, IEnumerable<PromiseToCome> toCome, Func<string, decimal> targetOf)
    {
        Owed[] all =
        [
            .. promises.Select(promise => new Owed(promise.Area, promise.Interval, promise.State, promise.Correction is not null)),
            .. toCome.Select(promise => new Owed(promise.Area, promise.Interval, PromiseState.Armed, IsCorrected: false)),
        ];
        var areas = all.GroupBy(owed => owed.Area).Where(area => area.Any(owed => range.Touches(owed.Interval))).OrderBy(area => area.Key, StringComparer.Ordinal).ToList();
        return (
            SummaryOf([.. areas.SelectMany(area => area)], range, targetOf),
            [.. areas.Select(area => new AreaSlaView(area.Key, targetOf(area.Key), SummaryOf([.. area], range, targetOf)))]);
    }

    static SlaSummary SummaryOf(IReadOnlyCollection<Owed> owed, SlaRange range, Func<string, decimal> targetOf) =>
        SlaSummary.Of(CountsOf(owed, range, targetOf), CountsOf([.. owed.Where(one => !one.IsCorrected)], range, targetOf));

    static SlaCounts CountsOf(IReadOnlyCollection<Owed> owed, SlaRange range, Func<string, decimal> targetOf)
    {
        var budgets = owed.GroupBy(one => (one.Area, DataInterval.Month(one.Interval.First)))
            .Select(month => SlaCounts.Of([.. month.Select(one => one.State)], targetOf(month.Key.Area)))
            .ToList();

        // The shares are of all that was judged, whatever the targets; only the budgets depend on them.
        return SlaCounts.Of([.. owed.Where(one => range.Touches(one.Interval)).Select(one => one.State)], target: 1) with
        {
            AllowedMisses = budgets.Sum(budget => budget.AllowedMisses),
            MissesLeft = budgets.Sum(budget => budget.MissesLeft),
        };
    }

    readonly record struct Owed(string Area, DataInterval Interval, PromiseState State, bool IsCorrected);
}
