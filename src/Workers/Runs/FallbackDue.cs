using EventedPipelines.Domain.Incidents;
using EventedPipelines.Domain.Runs;
using EventedPipelines.Projections.Incidents;
using EventedPipelines.Projections.Intervals;
using EventedPipelines.Projections.Store;
using EventedPipelines.Workers.Pipelines;
using EventedPipelines.Workers.Work;
using Marten;

namespace EventedPipelines.Workers.Runs;

/// <summary>The deadline of a run's interval has come, and the run is unresolved.</summary>
public sealed record FallbackDue(Guid RunId);

public static class FallbackDueHandler
{
    public static async Task Handle(FallbackDue due, IDocumentStore store, PipelineDefinitions definitions, WorkerName worker, TimeProvider clock, CancellationToken token)
    {
        await using var look = store.QuerySession();
        var known = (await look.LoadAsync<Run>(due.RunId, token))!;
        var definition = await definitions.AtAsync(known.Pipeline, known.DefinitionVersion, token);
        await store.InTransactionAsync(worker.Value, async session =>
        {
            var (interval, current) = await session.LockIntervalAsync(known.Pipeline, known.Slice, token);
            var run = current!.Aggregate!.Id == due.RunId ? current : await session.Events.FetchForWriting<Run>(due.RunId, token);
            var now = clock.GetUtcNow();
            var owners = await session.ResponsibleAsync(known.Pipeline, known.Area, now, token);
            object[] events = [.. FallBackDecision.Decide(new(definition, Names(owners)), interval.Aggregate!, run.Aggregate!, now)];
            run.AppendMany(events);
            return events;
        }, token);
    }

    static string Names(Responders owners) => owners.Primary.Count > 0 ? string.Join(" and ", owners.Primary.Select(owner => owner.Name)) : "nobody";
}
