using EventedPipelines.Application.Kernel;
using EventedPipelines.Application.Reliability.Sla;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Reliability.Incidents;
using Marten;

namespace EventedPipelines.Application.Reliability.Incidents;

/// <summary>With all that is its own a missed delivery is there at last, and what was wrong with the interval is over; what earlier intervals lack is theirs.</summary>
public sealed class PublicationSettles() : Reaction<Interval>(typeof(Published))
{
    public override bool IsSettling => true;

    protected override async Task ReactAsync(IDocumentSession session, Interval before, IReadOnlyList<object> events, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var published = events.OfType<Published>().Last();
        if (!published.IsWholeItself)
        {
            return;
        }

        var there = await session.NoticePromisesAsync(before, published, now, cancellationToken);
        var cause = before.Told.IsEmpty ? ResolveIncidentDecision.Published : ResolveIncidentDecision.Restated;
        var resolve = new ResolveIncident(
            cause, $"Generation {published.Generation} is complete.", "system", EventRef.Of(before.Id, before.Version + 1 + events.Index().Last(e => e.Item is Published).Index));
        await session.SettleIncidentAsync(before.Pipeline, before.DataInterval, resolve, now, cancellationToken);
        await SettleSourcesAsync(session, before, resolve, now, cancellationToken);
        foreach (var (pipeline, period) in there.SelectMany(promise => promise.Pipelines.Select(pipeline => (pipeline, promise.Interval))))
        {
            await session.SettleIncidentAsync(pipeline, period, resolve, now, cancellationToken);
        }
    }

    // That of a source is over when every interval that it touches is published complete.
    static async Task SettleSourcesAsync(IDocumentSession session, Interval published, ResolveIncident resolve, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var incident in await session.SourceIncidentsAsync(published.Pipeline, published.DataInterval, cancellationToken))
        {
            Guid[] others = [.. incident.Affected.Select(affected => IntervalId.Of(affected.Pipeline, affected.Interval)).Where(id => id != published.Id)];
            if ((await session.LoadManyAsync<Interval>(cancellationToken, others)).Count(interval => interval.Publication is { IsWholeItself: true }) == others.Length)
            {
                await session.SettleIncidentAsync(incident.Id, resolve, now, cancellationToken);
            }
        }
    }
}
