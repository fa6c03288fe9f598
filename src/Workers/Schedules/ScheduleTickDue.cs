using EventedPipelines.Domain.Schedules;
using EventedPipelines.Projections.Intervals;
using EventedPipelines.Projections.Store;
using Marten;

namespace EventedPipelines.Workers.Schedules;

/// <summary>An expected interval has closed.</summary>
public sealed record ScheduleTickDue(Guid ScheduleId);

public static class ScheduleTickDueHandler
{
    public static Task Handle(ScheduleTickDue due, IDocumentStore store, TimeProvider clock, Simulation simulation, CancellationToken token) =>
        store.InTransactionAsync("scheduler", async session =>
        {
            var now = clock.GetUtcNow();
            var schedule = await session.Events.FetchForExclusiveWriting<Schedule>(due.ScheduleId, token);
            var tick = TickScheduleDecision.Decide(schedule.Aggregate!, now);
            schedule.AppendMany(tick.Schedule);
            if (tick.NextMonth is { } next)
            {
                session.Events.StartStream<Schedule>(next.ScheduleId, next);
            }

            return tick.Generation is { } generation
                ? await session.OpenGenerationAsync(generation with { Simulated = simulation.IsOn }, now, token)
                : null;
        }, token);
}
