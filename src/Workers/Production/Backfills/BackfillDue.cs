using EventedPipelines.Application.Catalog.Policies;
using EventedPipelines.Application.Kernel;
using EventedPipelines.Application.Production.Intervals;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Production.Backfills;
using Marten;

namespace EventedPipelines.Workers.Production.Backfills;

/// <summary>A backfill has intervals to decide.</summary>
public sealed record BackfillDue(Guid BackfillId);

public static class BackfillDueHandler
{
    // So many intervals are decided in one transaction: their locks are held together, so not too many.
    const int Batch = 20;

    public static async Task Handle(BackfillDue due, IDocumentStore store, TimeProvider clock, CancellationToken cancellationToken)
    {
        while (!await DecideBatchAsync(due, store, clock.GetUtcNow(), cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    static Task<bool> DecideBatchAsync(BackfillDue due, IDocumentStore store, DateTimeOffset now, CancellationToken cancellationToken) =>
        store.InTransactionAsync("backfill", async session =>
        {
            var stream = await session.Events.FetchForWriting<Backfill>(due.BackfillId, cancellationToken);
            var backfill = stream.Aggregate!;
            if (backfill.DispatchedAt is not null)
            {
                return true;
            }

            var policies = await session.PoliciesAsync(cancellationToken);
            foreach (var item in backfill.Open.Take(Batch))
            {
                var (interval, run) = await session.LockIntervalAsync(item.Pipeline, item.Interval, cancellationToken);
                var pipeline = (await session.LoadAsync<Pipeline>(Pipeline.IdOf(item.Pipeline), cancellationToken))!;
                var decided = BackfillIntervalDecision.Decide(new(item, pipeline, policies.RecordedAs), backfill, interval.Aggregate, run?.Aggregate, now);
                await session.AppendAsync(stream, decided, cancellationToken);
                backfill = decided.On(backfill, Backfill.Fold)!;
            }

            var end = EndDispatchDecision.Decide(backfill, now);
            await session.AppendAsync(stream, end, cancellationToken);
            return end.Count > 0;
        }, cancellationToken);
}
