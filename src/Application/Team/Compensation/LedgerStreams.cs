using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Compensation;
using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Projections.Kernel.Store;
using JasperFx.Events;
using Marten;

namespace EventedPipelines.Application.Team.Compensation;

/// <summary>The ledger that something of a day goes into, with all lines of that day, in whatever ledger they are.</summary>
public sealed record OpenLedger(IEventStream<PayPeriod> Stream, DataInterval Month, DayOfPay Day);

public static class LedgerStreams
{
    /// <summary>The ledger of a month, under its lock; its events are null where it is empty.</summary>
    public static async Task<IEventStream<PayPeriod>> LockLedgerAsync(this IDocumentSession session, DataInterval month, CancellationToken cancellationToken)
    {
        var id = PayPeriod.IdOf(month);
        await session.LockAsync(id, cancellationToken);
        return await session.Events.FetchForWriting<PayPeriod>(id, cancellationToken);
    }

    /// <summary>
    /// The ledger that something of a day goes into: its month's, or where that is closed, the first open one after it (domain.md 6.4). So the lines of a
    /// day are in the ledgers up to that one, and their locks are held.
    /// </summary>
    public static async Task<OpenLedger> LockLedgerAsync(this IDocumentSession session, DateOnly day, CancellationToken cancellationToken)
    {
        List<PayLine> lines = [];
        for (var month = DataInterval.Month(day); ; month = month.Next)
        {
            var ledger = await session.LockLedgerAsync(month, cancellationToken);
            lines.AddRange(ledger.Aggregate?.Lines.Where(line => line.Day == day) ?? []);
            if (ledger.Aggregate is not { IsClosed: true })
            {
                return new(ledger, month, new(lines));
            }
        }
    }

    /// <summary>The team at the version that a line rests on, by whose terms it was booked; as it is now where the line names none.</summary>
    public static async Task<DefinedTeam> TeamOfAsync(this IQuerySession session, PayLine line, DefinedTeam team, CancellationToken cancellationToken)
    {
        var stored = await session.Events.FetchStreamAsync(DefinedTeam.TheId, token: cancellationToken);
        var known = line.Evidence.LastOrDefault(evidence => evidence.StartsWith(EventRef.Of(DefinedTeam.TheId, 0)[..^1], StringComparison.Ordinal));
        return stored.TakeWhile(one => known is not null && one.Version <= EventRef.VersionOf(known)).Select(one => one.Data).Aggregate((DefinedTeam?)null, DefinedTeam.Fold) ?? team;
    }
}
