using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Schedules;
using EventedPipelines.Domain.Reliability.Sla;
using EventedPipelines.Projections.Intervals;
using EventedPipelines.Projections.Policies;
using EventedPipelines.Projections.Sla;
using EventedPipelines.Projections.Store;
using Marten;
using Npgsql;

namespace EventedPipelines.Workers.Schedules;

/// <summary>An expected interval has closed.</summary>
public sealed record ScheduleTickDue(Guid ScheduleId);

public static class ScheduleTickDueHandler
{
    public static async Task Handle(ScheduleTickDue due, IDocumentStore store, NpgsqlDataSource database, TimeProvider clock, Simulation simulation, CancellationToken token)
    {
        await using var look = store.QuerySession();
        var known = (await look.LoadAsync<Schedule>(due.ScheduleId, token))!;
        var definition = (await look.LoadAsync<Pipeline>(Pipeline.IdOf(known.Pipeline), token))!.Definition;
        var promised = await PromisedAsync(look, database, definition, token);
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

            var generation = TickScheduleDecision.Generation(schedule.Aggregate!, fellDue);
            var deadline = await session.DeadlineAsync(definition, generation.Interval, token);
            await session.OpenGenerationAsync(generation with { Simulated = simulation.IsOn, Deadline = deadline }, now, token);
            await ArmAsync(session, definition, promised, generation, simulation, now, token);
            return true;
        }, token);
    }

    /// <summary>The area's pipelines that have the interval, with how long the slowest of them usually takes.</summary>
    static async Task<(string[] Pipelines, TimeSpan? Usual)> PromisedAsync(IQuerySession session, NpgsqlDataSource database, PipelineDefinition definition, CancellationToken token)
    {
        var pipelines = (await session.Query<Pipeline>().ToListAsync(token)).Select(pipeline => pipeline.Definition).Where(other => other.Area == definition.Area && other.Grain == definition.Grain);
        string[] ids = [.. pipelines.Select(pipeline => pipeline.Id).Order(StringComparer.Ordinal)];
        var usual = new List<TimeSpan?>();
        foreach (var id in ids)
        {
            usual.Add(await Standings.UsualAsync(database, id, token));
        }

        return (ids, usual.Max());
    }

    static async Task ArmAsync(
        IDocumentSession session, PipelineDefinition definition, (string[] Pipelines, TimeSpan? Usual) promised, OpenGeneration generation, Simulation simulation, DateTimeOffset now, CancellationToken token)
    {
        var delivery = await session.LockDeliveryAsync(definition.Area, generation.Interval, token);
        var command = new ArmSla(
            definition.Area, generation.Interval, promised.Pipelines, generation.Interval.ClosesAt(definition.TimeZone), promised.Usual, simulation.IsOn, generation.Because);
        await session.AppendAsync(delivery, ArmSlaDecision.Decide(command, delivery.Aggregate, await session.PoliciesAsync(token), now), token);
    }
}
