using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Team.Compensation;
using EventedPipelines.Domain.Team.Holidays;
using EventedPipelines.Domain.Team.Members;
using Marten;

namespace EventedPipelines.Application.Team.Compensation;

/// <summary>Who was there in a block of a holiday is put down to be paid (domain.md 6.4).</summary>
public sealed class WorkedBlockIsBooked() : Reaction<HolidayYear>(typeof(HolidayBlockWorked))
{
    protected override async Task ReactAsync(IDocumentSession session, HolidayYear before, IReadOnlyList<object> events, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var team = await session.LoadAsync<DefinedTeam>(DefinedTeam.TheId, cancellationToken);
        foreach (var worked in events.OfType<HolidayBlockWorked>())
        {
            var ledger = await session.LockLedgerAsync(worked.Day, cancellationToken);
            await session.AppendAsync(ledger.Stream, BookDutyDecision.Decide(new(before, worked, team!), ledger.Stream.Aggregate, ledger.Month, now), cancellationToken);
        }
    }
}
