namespace EventedPipelines.Domain.Production.Metrics;

/// <summary>The difference of a publication to the one before (domain.md 2.9); nothing when it is the first.</summary>
public static class Restatement
{
    public static IEnumerable<RestatedPoint> Of(IReadOnlyList<MetricPoint>? before, IReadOnlyList<MetricPoint> after)
    {
        if (before is null)
        {
            return [];
        }

        var old = before.ToDictionary(KeyOf);
        var now = after.ToDictionary(KeyOf);
        return from key in old.Keys.Union(now.Keys).Order(StringComparer.Ordinal)
               let previous = old.GetValueOrDefault(key)
               let current = now.GetValueOrDefault(key)
               where previous?.Value != current?.Value
               let point = current ?? previous
               select new RestatedPoint(point.Metric, point.Dimensions, point.Period, previous?.Value, current?.Value, current?.Value - previous?.Value)
               {
                   State = current is { Value: null } ? current.State : null,
               };
    }

    /// <summary>What tells two numbers of one publication apart.</summary>
    public static string KeyOf(MetricPoint point) =>
        string.Join('|', [point.Metric, point.Period.ToString(), .. point.Dimensions.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}")]);
}
