using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Production.Schedules;

public static class OpenScheduleDecision
{
    /// <summary>The schedule of the month that holds the pipeline's running interval: it expects that interval and what follows.</summary>
    public static Decision Decide(Pipeline pipeline, DateTimeOffset now)
    {
        var definition = pipeline.Definition;
        var running = DataInterval.Holding(now, definition.Grain, definition.TimeZone);
        return [Open(definition.Id, running, definition.Zone, now, EventRef.Of(pipeline.Id, pipeline.Version))];
    }

    internal static ScheduleOpened Open(string pipeline, DataInterval first, string zone, DateTimeOffset now, string because)
    {
        var month = DataInterval.Month(first.First);
        return new(Schedule.IdOf(pipeline, month), pipeline, month, first, zone, now, because);
    }
}
