using EventedPipelines.Domain.Compensation;
using EventedPipelines.Domain.Holidays;
using EventedPipelines.Domain.OnCall;
using EventedPipelines.Projections.Compensation;
using EventedPipelines.Projections.OnCall;
using EventedPipelines.Projections.Store;
using EventedPipelines.Workers.Work;
using Marten;

namespace EventedPipelines.Workers.Holidays;

/// <summary>A block of a public holiday is over: <paramref name="Key"/> says which. Who was there is recorded, and put down to be paid.</summary>
public sealed record HolidayBlockDue(Guid HolidayYearId, string Key);

public static class HolidayBlockDueHandler
{
    public static Task Handle(HolidayBlockDue due, IDocumentStore store, WorkerName worker, TimeProvider clock, CancellationToken token) =>
        store.InTransactionAsync(worker.Value, async session =>
        {
            var now = clock.GetUtcNow();
            var stream = await session.Events.FetchForExclusiveWriting<HolidayYear>(due.HolidayYearId, token);
            var year = stream.Aggregate!;
            if (EndHolidayBlockDecision.Decide(new(due.Key, await session.OverridesAsync(token)), year, now) is not { } worked)
            {
                return false;
            }

            stream.AppendOne(worked);
            var team = await session.LoadAsync<DefinedTeam>(DefinedTeam.TheId, token);
            var ledger = await session.LockLedgerAsync(worked.Day, token);
            ledger.Stream.AppendMany(BookDutyDecision.Decide(new(year, worked, team!), ledger.Stream.Aggregate, ledger.Month, now));
            return true;
        }, token);
}
