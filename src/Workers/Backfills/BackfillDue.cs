using EventedPipelines.Domain.Backfills;
using EventedPipelines.Projections.Intervals;
using EventedPipelines.Projections.Store;
using EventedPipelines.Workers.Pipelines;
using Marten;

namespace EventedPipelines.Workers.Backfills;

/// <summary>A backfill has intervals to decide.</summary>
public sealed record BackfillDue(Guid BackfillId);

public static class BackfillDueHandler
{
    // So many intervals are decided in one transaction: their locks are held together, so not too many.
    const int Batch = 20;

    public static async Task Handle(BackfillDue due, IDocumentStore store, PipelineDefinitions definitions, TimeProvider clock, CancellationToken token)
    {
        while (!await DecideBatchAsync(due, store, definitions, clock.GetUtcNow(), token))
        {
            token.ThrowIfCancellationRequested();
        }
    }

    static Task<bool> DecideBatchAsync(BackfillDue due, IDocumentStore store, PipelineDefinitions definitions, DateTimeOffset now, CancellationToken token) =>
        store.InTransactionAsync("backfill", async session =>
        {
            var stream = await session.Events.FetchForWriting<Backfill>(due.BackfillId, token);
            var backfill = stream.Aggregate!;
            if (backfill.DispatchedAt is not null)
            {
                return true;
            }

            foreach (var item in backfill.Open.Take(Batch))
            {
                var definition = await definitions.LatestAsync(item.Pipeline, token);
                var (interval, run) = await session.LockIntervalAsync(item.Pipeline, item.Interval, token);
                var decision = BackfillIntervalDecision.Decide(
                    backfill, item, item.Interval.ClosesAt(definition.TimeZone), interval.Aggregate, run?.Aggregate, now);
                stream.AppendOne(decision.Generation is { } generation
                    ? new BackfillRunOpened(backfill.Id, item, (await session.OpenGenerationAsync(generation, now, token)).RunId, now)
                    : decision.Skipped!);
            }

            var isLast = backfill.Open.Count <= Batch;
            if (isLast)
            {
                var events = backfill.Decided.Count(interval => interval.Skipped is null) + stream.Events.Count(e => e.Data is BackfillRunOpened);
                stream.AppendOne(new BackfillDispatched(backfill.Id, events, backfill.Total - events, now));
            }

            return isLast;
        }, token);
}
