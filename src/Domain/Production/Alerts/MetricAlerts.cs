using EventedPipelines.Domain.Catalog.Metrics;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Metrics;

namespace EventedPipelines.Domain.Production.Alerts;

/// <summary>
/// The alerts on published numbers (domain.md 2.11): a complete total that is lower than the complete total of the period before by more than the
/// allowed share of that one's size. Nothing is rounded before it is compared, and a loss that grows is a drop too; below zero from nothing is one
/// whatever is allowed. Where one of the two is not complete nothing is said, and what was said before stands.
/// </summary>
public static class MetricAlerts
{
    // Of a share that is shown: a millionth.
    const int Places = 6;

    /// <param name="interval">The interval that publishes the points, as it was before.</param>
    /// <param name="alerts">The definition's alerts.</param>
    /// <param name="points">The numbers that it publishes, or has published.</param>
    /// <param name="before">Published numbers of the periods before, totals only.</param>
    /// <param name="now">The Clock's time.</param>
    /// <param name="because">What made one of the two numbers: the run that publishes, or the restatement of the period before.</param>
    public static IEnumerable<object> Of(
        Interval interval, IEnumerable<AlertDefinition> alerts, IReadOnlyList<MetricPoint> points, IReadOnlyList<MetricPoint> before, DateTimeOffset now, string because) =>
        from alert in alerts
        from point in points
        where alert.IsOn(point) && IsComparable(point)
        let last = points.Concat(before).FirstOrDefault(other => alert.IsOn(other) && other.Period == point.Period.Previous && IsComparable(other))
        where last is not null
        let value = point.Value!.Value
        let previous = last.Value!.Value
        let stands = interval.Alerts.Contains(new(alert.Id, point.Period))
        where stands != IsDrop(previous, value, alert.Drop)
        select (object)(stands
            ? new MetricRecovered(interval.Id, alert.Id, alert.Metric, point.Period, value, previous, now, because)
            : new MetricDropped(interval.Id, alert.Id, alert.Metric, point.Period, value, previous, ShareOf(previous, value), alert.Drop, now, because) { Unit = point.Unit });

    /// <summary>The numbers of other intervals that are compared with one of these: the same totals of the periods after.</summary>
    public static IEnumerable<(string Metric, DataInterval Period)> ComparedWith(IEnumerable<AlertDefinition> alerts, IReadOnlyList<MetricPoint> points) =>
        (from alert in alerts
         from point in points
         where alert.IsOn(point) && !points.Any(other => alert.IsOn(other) && other.Period == point.Period.Next)
         select (point.Metric, point.Period.Next)).Distinct();

    /// <summary>Whether a number is one that the alert is about, complete or not.</summary>
    public static bool IsOn(this AlertDefinition alert, MetricPoint point) => point.Metric == alert.Metric && point.Period.Grain == alert.Grain && point.Dimensions.Count == 0;

    static bool IsComparable(MetricPoint point) => point is { State: PointState.Complete, Value: not null };

    static bool IsDrop(decimal previous, decimal value, decimal allowed) => previous - value > allowed * Math.Abs(previous);

    static decimal? ShareOf(decimal previous, decimal value) =>
        previous == 0 ? null : decimal.Round((previous - value) / Math.Abs(previous), Places, MidpointRounding.AwayFromZero);
}
