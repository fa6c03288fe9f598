using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Deliveries;
using EventedPipelines.Domain.Reliability.Incidents;
using Marten;

namespace EventedPipelines.Application.Reliability.Incidents;

/// <summary>What has come, or never will, settles the incident that was about its not coming: nobody is paged for a file that is there (domain.md 2.5).</summary>
public sealed class DeliverySettlesIncident : IReaction
{
    public bool IsSettling => true;

    public bool IsTo(object @event) => @event is DeliveryReceived or DeliveryConfirmedEmpty;

    public async Task ReactAsync(IDocumentSession session, Guid stream, IReadOnlyList<object> events, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // The first that comes begins its stream: nobody has missed it.
        if (await session.LoadAsync<Delivery>(stream, cancellationToken) is not { } before || before is { Rejection: null, Gap: null or { IsExhausted: false } })
        {
            return;
        }

        var incident = await session.LockIncidentAsync(Incident.IdOf(new SourcePeriod(before.Source, before.Period)), cancellationToken);
        await session.AppendAsync(incident, SettleArrivalsDecision.Decide(new([before.Source], EventRef.Of(stream, before.Version + 1)), incident.Aggregate, now), cancellationToken);
    }
}
