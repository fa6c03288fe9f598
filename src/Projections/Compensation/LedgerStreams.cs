using EventedPipelines.Domain.Compensation;
using EventedPipelines.Domain.Intervals;
using EventedPipelines.Projections.Store;
using JasperFx.Events;
using Marten;

namespace EventedPipelines.Projections.Compensation;

public static class LedgerStreams
{
    /// <summary>The ledger of a month, under its lock; its events are null where it is empty.</summary>
    public static async Task<IEventStream<PayPeriod>> LockLedgerAsync(this IDocumentSession session, Slice month, CancellationToken token)
    {
        var id = PayPeriod.IdOf(month);
        await session.LockAsync(id, token);
        return await session.Events.FetchForWriting<PayPeriod>(id, token);
    }

    /// <summary>The ledger that something of a day goes into: its month's, or where that is closed, the first open one after it (domain.md 6.4).</summary>
    public static async Task<(IEventStream<PayPeriod> Ledger, Slice Month)> LockLedgerAsync(this IDocumentSession session, DateOnly day, CancellationToken token)
    {
        for (var month = Slice.Month(day); ; month = month.Next)
        {
            var ledger = await session.LockLedgerAsync(month, token);
            if (ledger.Aggregate is not { IsClosed: true })
            {
                return (ledger, month);
            }
        }
    }
}
