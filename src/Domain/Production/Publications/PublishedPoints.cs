using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Metrics;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Production.Slots;

namespace EventedPipelines.Domain.Production.Publications;

/// <summary>The numbers of a publication, each as whole as what its model was computed over (domain.md 2.4a, 2.9, 3.4).</summary>
public static class PublishedPoints
{
    const int MostNamed = 3;

    /// <param name="computed">What the run has computed; of a period that is another interval's nothing is published (domain.md 2.1).</param>
    /// <param name="before">What is published now.</param>
    /// <param name="definition">That of the run.</param>
    /// <param name="run">The run that publishes.</param>
    /// <param name="coverage">Of the run's sources and models.</param>
    public static IReadOnlyList<MetricPoint> Of(
        IReadOnlyList<MetricPoint> computed, IReadOnlyList<MetricPoint> before, PipelineDefinition definition, Run run, IReadOnlyDictionary<string, Coverage> coverage)
    {
        MetricPoint[] points = [.. computed.Where(point => IsOf(run, point)).Select(point => Judged(point, definition, run, coverage)), .. Placeholders(definition, run, coverage)];
        var there = points.Select(Restatement.KeyOf).ToHashSet(StringComparer.Ordinal);
        return [.. points, .. before.Where(point => point is { Value: not null } or { IsGone: true }).Where(point => !there.Contains(Restatement.KeyOf(point))).Select(point => Gone(point, run))];
    }

    /// <summary>A sentence on the numbers that the run has computed for periods of other intervals, each of which publishes its own.</summary>
    public static IEnumerable<string> ForeignAmong(IReadOnlyList<MetricPoint> computed, Run run)
    {
        var periods = computed.Where(point => !IsOf(run, point)).Select(point => point.Period).Distinct().Order().Select(period => period.ToString()).ToList();
        if (periods.Count > 0)
        {
            yield return $"Numbers of other periods ({string.Join(", ", periods.Take(MostNamed))}{(periods.Count > MostNamed ? ", ..." : "")}) are not published: a model keeps to the rows of its own `period`.";
        }
    }

    static bool IsOf(Run run, MetricPoint point) => point.Period.Overlaps(run.DataInterval);

    static MetricPoint Judged(MetricPoint point, PipelineDefinition definition, Run run, IReadOnlyDictionary<string, Coverage> coverage)
    {
        var model = definition.Metrics.FirstOrDefault(known => known.Id == point.Metric && known.Grain == point.Period.Grain)?.Model;
        var of = model is null ? null : coverage.GetValueOrDefault(model);
        var isWhole = of?.IsComplete ?? run.Fallback is null;
        var state = point.Value switch
        {
            // A source that is not due makes its numbers neither partial nor late (domain.md 2.4).
            null => isWhole && (of?.State is SlotState.NotYetDue || (of is null && !run.NotYetDue.IsEmpty)) ? PointState.NotYetDue : PointState.NotComputable,
            _ => isWhole ? PointState.Complete : PointState.Partial,
        };
        return point with
        {
            State = state,
            Model = model,
            Warning = state is PointState.Complete or PointState.NotYetDue ? null : WarningOf(of, run)
            ?? (state is PointState.NotComputable ? Silence.WordsOf(definition, run) : null)
        };
    }

    // Where nothing can be computed the placeholder stands alone: a missing number is never silently absent, or zero (domain.md 3.4).
    static IEnumerable<MetricPoint> Placeholders(PipelineDefinition definition, Run run, IReadOnlyDictionary<string, Coverage> coverage) =>
        from metric in run.Fallback is null ? [] : definition.Metrics
        where run.Plan.Models.Contains(metric.Model) && !run.Models.ContainsKey(metric.Model)
        select new MetricPoint(metric.Id, new Dictionary<string, string>(), DataInterval.Of(metric.Grain, run.DataInterval.First), null, metric.Unit, PointState.NotComputable)
        {
            Model = metric.Model,
            Warning = WarningOf(coverage.GetValueOrDefault(metric.Model), run),
        };

    // A number that is no longer there stays as a word of what it was: it is never silently absent (domain.md 2.9).
    static MetricPoint Gone(MetricPoint point, Run run) => point with
    {
        Value = null,
        IsGone = true,
        State = point.Model is { } model && !run.Models.ContainsKey(model) ? PointState.NotComputable : PointState.Withdrawn,
        Warning = point.Value is { } value
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"There are no rows for it any more. It was {value} {point.Unit}.")
            : point.Warning,
    };

    static string? WarningOf(Coverage? coverage, Run run) =>
        string.Join(' ', new[] { run.Fallback?.Placeholder.ToString(), coverage?.Warning }.OfType<string>()) is { Length: > 0 } warning ? warning : null;
}
