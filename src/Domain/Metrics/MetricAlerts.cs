using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.Pipelines;

namespace EventedPipelines.Domain.Metrics;

/// <summary>
/// The alerts on published numbers (domain.md 2.11): a complete total lower than the complete total of the period before by more than the
/// allowed share of it. Of a loss no share can be taken: such a period raises no alert in the next.
/// </summary>
public static class MetricAlerts
{
    /// <param name="interval">The interval before its new publication.</param>
    /// <param name="alerts">The definition's alerts.</param>
    /// <param name="points">The numbers to be published.</param>
    /// <param name="before">Published numbers of the periods before, totals only.</param>
    /// <param name="now">The Clock's time.</param>
    /// <param name="because">The run that publishes.</param>
    public static IEnumerable<object> Of(
        Interval interval, IEnumerable<AlertDefinition> alerts, IReadOnlyList<MetricPoint> points, IReadOnlyList<MetricPoint> before, DateTimeOffset now, string because) =>
        from alert in alerts
        from point in points
        where point.Metric == alert.Metric && point.Period.Grain == alert.Grain && point is { Dimensions.Count: 0, State: PointState.Complete, Value: not null }
        let last = points.Concat(before).FirstOrDefault(other =>
            other.Metric == alert.Metric && other.Period == point.Period.Previous && other is { Dimensions.Count: 0, State: PointState.Complete, Value: > 0 })
        where last is not null
        let value = point.Value!.Value
        let previous = last.Value!.Value
        let drop = decimal.Round((previous - value) / previous, 4, MidpointRounding.AwayFromZero)
        let stands = interval.Alerts.Contains(new(alert.Id, point.Period))
        where stands != drop > alert.Drop
        select (object)(stands
            ? new MetricRecovered(interval.Id, alert.Id, alert.Metric, point.Period, value, previous, now, because)
            : new MetricDropped(interval.Id, alert.Id, alert.Metric, point.Period, value, previous, drop, alert.Drop, now, because));
}
