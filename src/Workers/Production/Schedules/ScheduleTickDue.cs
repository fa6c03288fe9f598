using EventedPipelines.Application.Kernel;
using EventedPipelines.Application.Production.Intervals;
using EventedPipelines.Application.Production.Schedules;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Production.Schedules;
using EventedPipelines.Workers.Kernel;
using Marten;

namespace EventedPipelines.Workers.Production.Schedules;

/// <summary>An expected interval has closed.</summary>
public sealed record ScheduleTickDue(Guid ScheduleId);

public static class ScheduleTickDueHandler
{
    public static async Task Handle(ScheduleTickDue due, IDocumentStore store, IPromises promises, TimeProvider clock, Simulation simulation, CancellationToken token)
    {
        await using var look = store.QuerySession();
        var known = (await look.LoadAsync<Schedule>(due.ScheduleId, token))!;
        var definition = (await look.LoadAsync<Pipeline>(Pipeline.IdOf(known.Pipeline), token))!.Definition;
        var promised = await promises.LookAsync(look, definition, token);
        await store.InTransactionAsync("scheduler", async session =>
        {
            var now = clock.GetUtcNow();
            var schedule = await session.Events.FetchForExclusiveWriting<Schedule>(due.ScheduleId, token);
            var tick = TickScheduleDecision.Decide(schedule.Aggregate!, now);
            await session.AppendAsync(schedule, tick, token);
            if (tick.OfType<IntervalFellDue>().SingleOrDefault() is not { } fellDue)
            {
                return false;
            }

            var generation = TickScheduleDecision.Generation(schedule.Aggregate!, fellDue) with { Simulated = simulation.IsOn };
            var deadline = await session.DeadlineAsync(definition, generation.Interval, token);
            await session.OpenGenerationAsync(generation with { Deadline = deadline }, now, token);
            await promises.ArmAsync(session, definition, promised, generation, now, token);
            return true;
        }, token);
    }
}
