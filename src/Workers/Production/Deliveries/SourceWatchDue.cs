using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Catalog.Pipelines;
using EventedPipelines.Workers.Kernel.Work;
using Marten;

namespace EventedPipelines.Workers.Production.Deliveries;

/// <summary>A run waits for a source: look whether its files have come.</summary>
public sealed record SourceWatchDue(Guid RunId, string Source, long WorkId, long Fence);

public static class SourceWatchDueHandler
{
    public static async Task Handle(
        SourceWatchDue due, IDocumentStore store, PipelineDefinitions definitions, DeliveryIntake intake, Looks looks, WorkerName worker, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var run = await session.LoadAsync<Run>(due.RunId, cancellationToken);
        var definition = await definitions.AtAsync(run!.Pipeline, run.DefinitionVersion, cancellationToken);
        await looks.PutOffAsync(due.WorkId, due.Fence, definition.LateDataPolicy.Every, cancellationToken);
        var source = definition.Source(due.Source);
        var arrival = await Arrivals.LookAsync(intake, definition, source, run, cancellationToken);
        if (arrival.Settles is { } settles)
        {
            await looks.PutOffAsync(due.WorkId, due.Fence, settles, cancellationToken);
        }

        if (arrival.HasCome)
        {
            var noticed = await store.DecideAsync<Run>(due.RunId, worker.Value, (state, now) => NoticeArrivalDecision.Decide(new(due.RunId, due.Source), state, now), cancellationToken);
            if (noticed.Count > 0)
            {
                await looks.WakeReadersAsync(source, run.DataInterval, cancellationToken);
            }

            return;
        }

        if (arrival.Settles is not null)
        {
            return;
        }

        // Nearly every look finds nothing new, and needs no lock to say so.
        var gone = new NoticeGone(due.RunId, due.Source, arrival.Missing?.ExpectedFiles ?? [], arrival.Missing?.Lacking ?? []);
        if (NoticeGoneDecision.Decide(gone, run, clock.GetUtcNow()).Count > 0)
        {
            await store.DecideAsync<Run>(due.RunId, worker.Value, (state, now) => NoticeGoneDecision.Decide(gone, state, now), cancellationToken);
        }
    }
}
