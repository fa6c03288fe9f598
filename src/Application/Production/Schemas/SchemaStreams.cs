using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Deliveries;
using EventedPipelines.Domain.Production.Schemas;
using EventedPipelines.Projections.Kernel.Store;
using JasperFx.Events;
using Marten;

namespace EventedPipelines.Application.Production.Schemas;

/// <summary>How a source's schema is reached: under its lock, since all deliveries of the source contend for it.</summary>
public static class SchemaStreams
{
    public static async Task<IEventStream<SourceSchema>> LockSchemaAsync(this IDocumentSession session, string source, CancellationToken cancellationToken)
    {
        var id = SourceSchema.IdOf(source);
        await session.LockAsync(id, cancellationToken);
        return await session.Events.FetchForWriting<SourceSchema>(id, cancellationToken);
    }

    /// <summary>Decides about the schema of a source that has differed, in a transaction of its own.</summary>
    public static Task<Decision> DecideSchemaAsync(
        this IDocumentStore store, string source, string actor, Func<SourceSchema, DateTimeOffset, Decision> decide, TimeProvider clock, CancellationToken cancellationToken) =>
        store.InTransactionAsync(actor, async session =>
        {
            var stream = await session.LockSchemaAsync(source, cancellationToken);
            var decision = decide(stream.Aggregate!, clock.GetUtcNow());
            await session.AppendAsync(stream, decision, cancellationToken);
            return decision;
        }, cancellationToken);

    /// <summary>What has come of a source up to a period, that one with it, and was read by this version of its contract, in the order of the periods and as it came.</summary>
    public static async Task<IReadOnlyList<(DataInterval Period, DeliveryReceived Received)>> ReadByAsync(
        this IQuerySession session, string source, int contractVersion, DataInterval until, CancellationToken cancellationToken)
    {
        var deliveries = await session.Query<Delivery>().Where(delivery => delivery.Source == source).ToListAsync(cancellationToken);
        return
        [
            .. from delivery in deliveries
               where delivery.Period.First <= until.First
               orderby delivery.Period.First
               from version in delivery.Versions
               where version.Received.ContractVersion == contractVersion
               select (delivery.Period, version.Received),
        ];
    }

    /// <summary>The differences that deliveries of a source show as they stand, each with its period.</summary>
    public static async Task<IReadOnlyList<(ColumnDrift Change, DataInterval Period)>> ShownDriftsAsync(this IQuerySession session, string source, CancellationToken cancellationToken)
    {
        var drifting = await session.Query<Delivery>().Where(delivery => delivery.Source == source && delivery.Drift!.Drifts.Any()).ToListAsync(cancellationToken);
        return
        [
            .. from delivery in drifting
               from shown in delivery.Drift!.Drifts
               select (shown.Change, delivery.Period),
        ];
    }
}
