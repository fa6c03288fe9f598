using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Reliability.Sla;
using EventedPipelines.Projections.Kernel.Store;
using JasperFx.Events;
using Marten;

namespace EventedPipelines.Application.Reliability.Sla;

/// <summary>How others reach an area's promise: in their own transaction, under its lock.</summary>
public static class PromiseStreams
{
    public static async Task<IEventStream<Promise>> LockPromiseAsync(this IDocumentSession session, string area, DataInterval interval, CancellationToken cancellationToken, string? source = null)
    {
        var id = Promise.IdOf(area, interval, source);
        await session.LockAsync(id, cancellationToken);
        return await session.Events.FetchForWriting<Promise>(id, cancellationToken);
    }

    /// <summary>
    /// An interval was published complete: promises that were missed are there at last, once all that they expect is. The verdict stays. Returns those of
    /// sources that are.
    /// </summary>
    public static async Task<IReadOnlyList<Promise>> NoticePromisesAsync(this IDocumentSession session, Interval interval, Published published, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await session.NoticePromiseAsync(interval, published, interval.DataInterval, null, now, cancellationToken);
        List<Promise> there = [];
        foreach (var awaited in interval.ThereWith(published).Where(awaited => awaited.Period is not null).OrderBy(awaited => Promise.IdOf(interval.Area, awaited.Period!.Value, awaited.Source)))
        {
            if (await session.NoticePromiseAsync(interval, published, awaited.Period!.Value, awaited.Source, now, cancellationToken) is { } promise)
            {
                there.Add(promise);
            }
        }

        return there;
    }

    static async Task<Promise?> NoticePromiseAsync(
        this IDocumentSession session, Interval interval, Published published, DataInterval promised, string? source, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var stream = await session.LockPromiseAsync(interval.Area, promised, cancellationToken, source);
        if (stream.Aggregate is not { } promise || !NoticePromiseDecision.IsMissed(promise))
        {
            return null;
        }

        Guid[] others = [.. promise.Expected.Select(expected => IntervalId.Of(expected.Pipeline, expected.Interval)).Where(id => id != interval.Id)];
        var noticed = NoticePromiseDecision.Decide(new(others, [.. await session.LoadManyAsync<Interval>(cancellationToken, others)], published.Because), promise, now);
        await session.AppendAsync(stream, noticed, cancellationToken);
        return noticed.Count > 0 ? promise : null;
    }
}
