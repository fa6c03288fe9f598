using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Reliability.Sla;

/// <summary>A pipeline with the interval that its schedule expects next.</summary>
public sealed record ScheduledPipeline(PipelineDefinition Definition, DataInterval Next);

/// <summary>Something that an area will have to deliver: an interval, or the numbers that wait for a period of a source.</summary>
public sealed record PromiseToCome(string Area, DataInterval Interval, string? Source = null);

/// <summary>
/// What the calendar still expects of a month (domain.md 4.3). With what is armed it is all that the month expects: an area that begins within it
/// owes it from the first interval that its schedule expects, since nothing before is ever armed.
/// </summary>
public static class SlaCalendar
{
    /// <param name="pipelines">The pipelines that have a schedule.</param>
    /// <param name="armed">The month's promises so far.</param>
    /// <param name="policy">Which areas promise anything.</param>
    /// <param name="month">The month.</param>
    /// <param name="now">The Clock's time.</param>
    /// <returns>What is not armed yet, each thing once.</returns>
    public static IReadOnlyList<PromiseToCome> ToCome(IEnumerable<ScheduledPipeline> pipelines, IReadOnlyCollection<Promise> armed, SlaPolicy policy, DataInterval month, DateTimeOffset now)
    {
        var known = armed.Select(promise => new PromiseToCome(promise.Area, promise.Interval, promise.Source)).ToHashSet();
        return
        [
            .. from pipeline in pipelines
               where policy.Of(pipeline.Definition.Area) is not null
               from promise in IntervalsOf(pipeline, month).Concat(SourcesOf(pipeline, armed, month, now))
               where known.Add(promise)
               select promise,
        ];
    }

    static IEnumerable<PromiseToCome> IntervalsOf(ScheduledPipeline pipeline, DataInterval month) =>
        NextOf(pipeline, month).Select(interval => new PromiseToCome(pipeline.Definition.Area, interval));

    // What is due only after the interval has closed is a promise of its own, from when it falls due (domain.md 2.4).
    static IEnumerable<PromiseToCome> SourcesOf(ScheduledPipeline pipeline, IReadOnlyCollection<Promise> armed, DataInterval month, DateTimeOffset now)
    {
        var definition = pipeline.Definition;
        var waiting = armed
            .Where(promise => promise.Area == definition.Area && promise.Source is null && promise.Interval.Grain == definition.Grain && promise.Pipelines.Contains(definition.Id))
            .Select(promise => promise.Interval)
            .Concat(NextOf(pipeline, month))
            .ToList();
        return from source in definition.Sources
               where !source.Reference
               from interval in waiting
               let due = source.DueAt(interval, definition.TimeZone)
               where source.IsExpected(interval) && due > now && due > interval.ClosesAt(definition.TimeZone) && DataInterval.Month(source.PeriodOf(interval).First) == month
               select new PromiseToCome(definition.Area, source.PeriodOf(interval), source.Id);
    }

    static IEnumerable<DataInterval> NextOf(ScheduledPipeline pipeline, DataInterval month)
    {
        for (var interval = pipeline.Next.First < month.First ? DataInterval.Of(pipeline.Next.Grain, month.First) : pipeline.Next; interval.First < month.End; interval = interval.Next)
        {
            if (pipeline.Definition.WhyNot(interval) is null)
            {
                yield return interval;
            }
        }
    }
}
