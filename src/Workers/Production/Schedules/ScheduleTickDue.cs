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
    public static async Task Handle(ScheduleTickDue due, IDocumentStore store, IPromises promises, TimeProvider clock, Simulation simulation, CancellationToken cancellationToken)
    {
        await using var look = store.QuerySession();
        var known = (await look.LoadAsync<Schedule>(due.ScheduleId, cancellationToken))!;
        var definition = (await look.LoadAsync<Pipeline>(Pipeline.IdOf(known.Pipeline), cancellationToken))!.Definition;
        var promised = await promises.LookAsync(look, definition, known.Next, cancellationToken);
        await store.InTransactionAsync("scheduler", async session =>
        {
            var now = clock.GetUtcNow();
            var schedule = await session.Events.FetchForExclusiveWriting<Schedule>(due.ScheduleId, cancellationToken);
            var tick = TickScheduleDecision.Decide(schedule.Aggregate!, now, definition.WhyNot(schedule.Aggregate!.Next));
            await session.AppendAsync(schedule, tick, cancellationToken);
            if (tick.OfType<IntervalFellDue>().SingleOrDefault() is not { } fellDue)
            {
                return false;
            }

            var generation = TickScheduleDecision.Generation(schedule.Aggregate!, fellDue) with { Simulated = simulation.IsOn };
            var deadline = await session.DeadlineAsync(definition, generation.Interval, cancellationToken);
            await session.OpenGenerationAsync(generation with { Deadline = deadline }, now, cancellationToken);
            await promises.ArmAsync(session, definition, promised, generation, now, cancellationToken);
            return true;
        }, cancellationToken);
    }
}
