using EventedPipelines.Application.Kernel;
using EventedPipelines.Application.Production.Intervals;
using EventedPipelines.Application.Production.Schedules;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Kernel;
using EventedPipelines.Workers.Kernel.Work;
using Marten;

namespace EventedPipelines.Workers.Production.Deliveries;

/// <summary>A source without which an interval was published has fallen due (domain.md 2.4).</summary>
public sealed record SourceDue(Guid IntervalId, string Source);

public static class SourceDueHandler
{
    public static async Task Handle(SourceDue due, IDocumentStore store, IPromises promises, WorkerName worker, Simulation simulation, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var look = store.QuerySession();
        var known = (await look.LoadAsync<Interval>(due.IntervalId, cancellationToken))!;
        var definition = (await look.LoadAsync<Pipeline>(Pipeline.IdOf(known.Pipeline), cancellationToken))!.Definition;
        await store.InTransactionAsync(worker.Value, async session =>
        {
            var (stream, _) = await session.LockIntervalAsync(known.Pipeline, known.DataInterval, cancellationToken);
            var interval = stream.Aggregate!;
            var publication = interval.Publication!;
            if (publication.Generation != interval.Generation || publication.NotYetDue.FirstOrDefault(awaited => awaited.Source == due.Source) is not { } awaited)
            {
                return false;
            }

            var (now, because) = (clock.GetUtcNow(), EventRef.Of(known.Id, publication.Version));
            var open = new OpenGeneration(known.Pipeline, known.DataInterval, RunCause.SourceDue, Rerun: true, $"'{due.Source}' has fallen due", worker.Value, because, simulation.IsOn);
            await session.OpenGenerationAsync(
                interval.Deadline is null ? open : open with { Deadline = await session.DeadlineAsync(definition, awaited.DueAt, cancellationToken) }, now, cancellationToken);
            await promises.ExpectAsync(session, interval, awaited, simulation.IsOn, because, now, cancellationToken);
            return true;
        }, cancellationToken);
    }
}
