using EventedPipelines.Application.Kernel;
using EventedPipelines.Application.Production.Deliveries;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Deliveries;
using EventedPipelines.Domain.Production.Schemas;
using Marten;

namespace EventedPipelines.Application.Production.Schemas;

/// <summary>What a delivery shows of its source's columns is said of the source, once (domain.md 7.2).</summary>
public sealed class DeliveryShowsDrift : IReaction
{
    public bool IsTo(object @event) => @event is DeliveryReceived { Drift: not null } or DeliveryRejected { Drift: not null };

    public async Task ReactAsync(IDocumentSession session, Guid stream, IReadOnlyList<object> events, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var before = (await session.LoadAsync<Delivery>(stream, cancellationToken))?.Version ?? 0;
        var (index, shown) = events.Index().Last(e => IsTo(e.Item));
        var (source, period, seen) = shown switch
        {
            DeliveryReceived e => (e.Source, e.Period, e.Drift!),
            DeliveryRejected e => (e.Source, e.Period, e.Drift!),
            _ => throw new InvalidOperationException($"{shown} shows no drift."),
        };

        // Nearly every delivery is as its contract says, and so was the one before.
        if (seen is { Drifts.Count: 0, Taken: null or { Count: 0 } } && await session.LoadAsync<SourceSchema>(SourceSchema.IdOf(source), cancellationToken) is null)
        {
            return;
        }

        var schema = await session.LockSchemaAsync(source, cancellationToken);
        if (seen.Taken is { Count: > 0 } taken && await IsLaterAsync(session, shown, cancellationToken))
        {
            seen = seen with { Drifts = [.. taken.Where(drift => schema.Aggregate?.IsGiven(seen.ContractVersion, drift.Change) is not true)], Taken = null };
        }

        var see = new SeeSchema(source, seen.Owner, seen.ContractVersion, period, seen.Drifts, seen.RunId, seen.Simulated, EventRef.Of(stream, before + 1 + index))
        {
            Taken = seen.Taken,
            ContractFrom = seen.ContractFrom,
            ReadBy = schema.Aggregate?.Drifts.Exists(drift => drift.Lasts && drift.Seen.ContractVersion != seen.ContractVersion) is true
                ? (await session.SourceAsync(source, cancellationToken))?.Definition.Contracts.FirstOrDefault(version => version.Version == seen.ContractVersion)
                : null,
            StillShown = schema.Aggregate?.Drifts.Exists(drift => drift.Lasts) is true ? await ShownAfterAsync(session, source, period, cancellationToken) : [],
        };
        await session.AppendAsync(schema, SeeSchemaDecision.Decide(see, schema.Aggregate, now), cancellationToken);
    }

    // Two that are looked at at once take themselves for the first of the version both: the earlier one is.
    static async Task<bool> IsLaterAsync(IDocumentSession session, object shown, CancellationToken cancellationToken) => shown is DeliveryReceived received
        && (await session.ReadByAsync(received.Source, received.ContractVersion, received.Period, cancellationToken))
            .Any(one => one.Period != received.Period && one.Received.Drift is not null && one.Received.SchemaFingerprint != received.SchemaFingerprint);

    static async Task<IReadOnlyCollection<ColumnDrift>> ShownAfterAsync(IDocumentSession session, string source, DataInterval period, CancellationToken cancellationToken) =>
        [.. (await session.ShownDriftsAsync(source, cancellationToken)).Where(shown => shown.Period.First > period.First).Select(shown => shown.Change)];
}
