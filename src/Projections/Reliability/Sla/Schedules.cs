using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Production.Schedules;
using EventedPipelines.Domain.Reliability.Sla;
using Marten;

namespace EventedPipelines.Projections.Reliability.Sla;

public static class Schedules
{
    /// <summary>The pipelines that have a schedule, as they are defined now.</summary>
    public static async Task<IReadOnlyList<ScheduledPipeline>> ScheduledAsync(this IQuerySession session, CancellationToken cancellationToken)
    {
        var open = (await session.Query<Schedule>().Where(schedule => !schedule.IsClosed).ToListAsync(cancellationToken)).ToDictionary(schedule => schedule.Pipeline, schedule => schedule.Next);
        var pipelines = await session.Query<Pipeline>().ToListAsync(cancellationToken);
        return [.. from pipeline in pipelines where open.ContainsKey(pipeline.Definition.Id) select new ScheduledPipeline(pipeline.Definition, open[pipeline.Definition.Id])];
    }
}
