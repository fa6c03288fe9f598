using EventedPipelines.Application.Catalog.Policies;
using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Deliveries;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Projections.Kernel.Store;
using JasperFx.Events;
using Marten;

namespace EventedPipelines.Application.Production.Deliveries;

/// <summary>How deliveries are reached: under the lock of each, since all readers of a source contend for them.</summary>
public static class DeliveryStreams
{
    public static async Task<IEventStream<Delivery>> LockDeliveryAsync(this IDocumentSession session, Guid id, CancellationToken cancellationToken)
    {
        await session.LockAsync(id, cancellationToken);
        return await session.Events.FetchForWriting<Delivery>(id, cancellationToken);
    }

    /// <summary>A delivery was fetched in vain: it and each run that waits for it say so, in one transaction.</summary>
    public static Task<Decision> ReportFetchAsync(this IDocumentStore store, Guid id, string actor, ReportFetch report, TimeProvider clock, CancellationToken cancellationToken) =>
        store.InTransactionAsync(actor, async session =>
        {
            var runs = new List<IEventStream<Run>>();
            foreach (var reader in ((await session.LoadAsync<Delivery>(id, cancellationToken))?.Readers ?? []).OrderBy(reader => reader.RunId))
            {
                runs.Add(await session.Events.FetchForExclusiveWriting<Run>(reader.RunId, cancellationToken));
            }

            var (stream, now) = (await session.LockDeliveryAsync(id, cancellationToken), clock.GetUtcNow());
            var policy = (await session.PoliciesAsync(cancellationToken)).Policies.Retries.Reingest;
            var delivery = stream.Aggregate!;

            // Who began to wait before this lock was had has committed, and holds its own no more.
            foreach (var late in delivery.Readers.Where(reader => !runs.Exists(run => run.Id == reader.RunId)).OrderBy(reader => reader.RunId))
            {
                runs.Add(await session.Events.FetchForExclusiveWriting<Run>(late.RunId, cancellationToken));
            }

            runs.RemoveAll(run => !run.Aggregate!.WaitsFor(delivery.Source));
            var waiting = delivery.Readers.Where(reader => runs.Exists(run => run.Aggregate!.Id == reader.RunId));
            var decision = ReportFetchDecision.Decide(report with { Waiting = [.. waiting] }, delivery, policy, now);
            await session.AppendAsync(stream, decision, cancellationToken);
            foreach (var failed in decision.OfType<DeliveryReingestFailed>())
            {
                foreach (var run in runs)
                {
                    var isForInvestors = (await session.LoadAsync<Pipeline>(Pipeline.IdOf(run.Aggregate!.Pipeline), cancellationToken))?.Definition.Audience is Audience.Investors;
                    var told = new ReportReingest(delivery.Source, failed.Number, failed.Of, failed.Reason, failed.NextDueAt, delivery.Gap!.ExpectedFiles, isForInvestors);
                    await session.AppendAsync(run, ReportReingestDecision.Decide(told, run.Aggregate!, now), cancellationToken);
                }
            }

            return decision;
        }, cancellationToken);

    /// <summary>Decides about a delivery, which may begin with it, in a transaction of its own; gives it as it is afterwards, null where it has not begun.</summary>
    public static Task<Delivery?> DecideDeliveryAsync(
        this IDocumentStore store, Guid id, string actor, Func<Delivery?, DateTimeOffset, Decision> decide, TimeProvider clock, CancellationToken cancellationToken) =>
        store.InTransactionAsync(actor, async session =>
        {
            var stream = await session.LockDeliveryAsync(id, cancellationToken);
            var decision = decide(stream.Aggregate, clock.GetUtcNow());
            await session.AppendAsync(stream, decision, cancellationToken);
            return decision.On(stream.Aggregate, Delivery.Fold);
        }, cancellationToken);
}
