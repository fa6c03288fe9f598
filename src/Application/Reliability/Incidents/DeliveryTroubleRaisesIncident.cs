using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Deliveries;
using EventedPipelines.Domain.Reliability.Incidents;
using Marten;

namespace EventedPipelines.Application.Reliability.Incidents;

/// <summary>A delivery that was fetched in vain opens one incident for all that wait for it (domain.md 3.1); who begins to wait later is touched by it, too.</summary>
public sealed class DeliveryTroubleRaisesIncident : IReaction
{
    public bool IsTo(object @event) => @event is DeliveryExhausted or DeliveryAwaited;

    public async Task ReactAsync(IDocumentSession session, Guid stream, IReadOnlyList<object> events, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // One that begins has not been fetched yet.
        if (await session.LoadAsync<Delivery>(stream, cancellationToken) is not { } before)
        {
            return;
        }

        if (events.OfType<DeliveryExhausted>().LastOrDefault() is { } exhausted)
        {
            await RaiseAsync(IncidentCauses.Of(exhausted, before, events.OfType<DeliveryReingestFailed>().LastOrDefault()?.Reason, now));
        }
        else if (before.Gap is { IsExhausted: true } && events.OfType<DeliveryAwaited>().ToList() is { Count: > 0 } awaited)
        {
            AffectedInterval[] more = [.. awaited.Where(e => !e.Reader.OfHistory).Select(e => new AffectedInterval(e.Reader.Pipeline, e.Reader.Area, e.Reader.Interval))];
            var locked = await session.LockIncidentAsync(Incident.IdOf(new SourcePeriod(before.Source, before.Period)), cancellationToken);
            if (locked.Aggregate is { IsResolved: false } incident)
            {
                await session.AppendAsync(locked, RaiseIncidentDecision.Widened(more, incident, EventRef.Of(before.Id, before.Version + 1), now), cancellationToken);
            }
            else
            {
                await RaiseAsync(IncidentCauses.Of(awaited, before, now));
            }
        }

        Task RaiseAsync(RaiseIncident? raised) => raised is null ? Task.CompletedTask : session.RaiseIncidentAsync([raised], now, cancellationToken);
    }
}
