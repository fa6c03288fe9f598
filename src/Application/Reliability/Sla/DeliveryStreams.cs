using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Reliability.Sla;
using EventedPipelines.Projections.Kernel.Store;
using JasperFx.Events;
using Marten;

namespace EventedPipelines.Application.Reliability.Sla;

/// <summary>How others reach an area's delivery: in their own transaction, under its lock.</summary>
public static class DeliveryStreams
{
    public static async Task<IEventStream<Delivery>> LockDeliveryAsync(this IDocumentSession session, string area, DataInterval interval, CancellationToken token, string? source = null)
    {
        var id = Delivery.IdOf(area, interval, source);
        await session.LockAsync(id, token);
        return await session.Events.FetchForWriting<Delivery>(id, token);
    }

    /// <summary>
    /// An interval was published complete: deliveries that were missed are there at last, once all that they expect is. The verdict stays. Returns those of
    /// sources that are.
    /// </summary>
    public static async Task<IReadOnlyList<Delivery>> NoticeDeliveriesAsync(this IDocumentSession session, Interval interval, Published published, DateTimeOffset now, CancellationToken token)
    {
        await session.NoticeDeliveryAsync(interval, published, interval.DataInterval, null, now, token);
        List<Delivery> there = [];
        foreach (var awaited in interval.ThereWith(published).Where(awaited => awaited.Period is not null).OrderBy(awaited => Delivery.IdOf(interval.Area, awaited.Period!.Value, awaited.Source)))
        {
            if (await session.NoticeDeliveryAsync(interval, published, awaited.Period!.Value, awaited.Source, now, token) is { } delivery)
            {
                there.Add(delivery);
            }
        }

        return there;
    }

    static async Task<Delivery?> NoticeDeliveryAsync(
        this IDocumentSession session, Interval interval, Published published, DataInterval promised, string? source, DateTimeOffset now, CancellationToken token)
    {
        var stream = await session.LockDeliveryAsync(interval.Area, promised, token, source);
        if (stream.Aggregate is not { } delivery || !NoticeDeliveryDecision.IsMissed(delivery))
        {
            return null;
        }

        Guid[] others = [.. delivery.Expected.Select(expected => IntervalId.Of(expected.Pipeline, expected.Interval)).Where(id => id != interval.Id)];
        var noticed = NoticeDeliveryDecision.Decide(new(others, [.. await session.LoadManyAsync<Interval>(token, others)], published.Because), delivery, now);
        await session.AppendAsync(stream, noticed, token);
        return noticed.Count > 0 ? delivery : null;
    }
}
