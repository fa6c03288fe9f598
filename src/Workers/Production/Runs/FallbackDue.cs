using EventedPipelines.Application.Kernel;
using EventedPipelines.Application.Production.Intervals;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Catalog.Pipelines;
using EventedPipelines.Workers.Kernel.Work;
using Marten;

namespace EventedPipelines.Workers.Production.Runs;

/// <summary>The deadline of a run's interval has come, and the run is unresolved.</summary>
public sealed record FallbackDue(Guid RunId);

public static class FallbackDueHandler
{
    public static async Task Handle(
        FallbackDue due, IDocumentStore store, PipelineDefinitions definitions, IPeopleInCharge people, WorkerName worker, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var look = store.QuerySession();
        var known = (await look.LoadAsync<Run>(due.RunId, cancellationToken))!;
        var definition = await definitions.AtAsync(known.Pipeline, known.DefinitionVersion, cancellationToken);
        await store.InTransactionAsync(worker.Value, async session =>
        {
            var (interval, current) = await session.LockIntervalAsync(known.Pipeline, known.DataInterval, cancellationToken);
            var run = current!.Aggregate!.Id == due.RunId ? current : await session.Events.FetchForWriting<Run>(due.RunId, cancellationToken);
            var now = clock.GetUtcNow();
            var inCharge = await people.OfAsync(session, known, now, cancellationToken);
            var command = new FallBack(definition, inCharge.Owner) { OnCall = inCharge.OnCall, NextPageAt = inCharge.NextPageAt };
            var decision = FallBackDecision.Decide(command, interval.Aggregate!, run.Aggregate!, now);
            await session.AppendAsync(run, decision, cancellationToken);
            return decision;
        }, cancellationToken);
    }
}
