using EventedPipelines.Domain;
using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.Runs;
using EventedPipelines.Projections.Intervals;
using EventedPipelines.Projections.Store;
using EventedPipelines.Workers.Work;
using Marten;

namespace EventedPipelines.Workers.Intervals;

/// <summary>A source without which an interval was published has fallen due (domain.md 2.4).</summary>
public sealed record SourceDue(Guid IntervalId, string Source);

public static class SourceDueHandler
{
    public static async Task Handle(SourceDue due, IDocumentStore store, WorkerName worker, Simulation simulation, TimeProvider clock, CancellationToken token)
    {
        await using var look = store.QuerySession();
        var known = (await look.LoadAsync<Interval>(due.IntervalId, token))!;
        await store.InTransactionAsync(worker.Value, async session =>
        {
            var (interval, _) = await session.LockIntervalAsync(known.Pipeline, known.Slice, token);
            var publication = interval.Aggregate!.Publication!;
            return publication.Generation == interval.Aggregate.Generation && publication.NotYetDue.Any(awaited => awaited.Source == due.Source)
                ? await session.OpenGenerationAsync(
                    new(known.Pipeline, known.Slice, RunCause.SourceDue, Rerun: true, $"'{due.Source}' has fallen due", worker.Value, EventRef.Of(known.Id, publication.Version), simulation.IsOn),
                    clock.GetUtcNow(), token)
                : null;
        }, token);
    }
}
