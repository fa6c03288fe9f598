using EventedPipelines.Application.Kernel;
using EventedPipelines.Application.Team.OnCall;
using EventedPipelines.Domain.Team.Holidays;
using EventedPipelines.Workers.Kernel.Work;
using Marten;

namespace EventedPipelines.Workers.Team.Holidays;

/// <summary>A block of a public holiday is over: <paramref name="Key"/> says which. Who was there is recorded, and put down to be paid.</summary>
public sealed record HolidayBlockDue(Guid HolidayYearId, string Key);

public static class HolidayBlockDueHandler
{
    public static Task Handle(HolidayBlockDue due, IDocumentStore store, WorkerName worker, TimeProvider clock, CancellationToken cancellationToken) =>
        store.InTransactionAsync(worker.Value, async session =>
        {
            var now = clock.GetUtcNow();
            var stream = await session.Events.FetchForExclusiveWriting<HolidayYear>(due.HolidayYearId, cancellationToken);
            var decision = EndHolidayBlockDecision.Decide(new(due.Key, await session.OverridesAsync(cancellationToken)), stream.Aggregate!, now);
            await session.AppendAsync(stream, decision, cancellationToken);
            return decision;
        }, cancellationToken);
}
