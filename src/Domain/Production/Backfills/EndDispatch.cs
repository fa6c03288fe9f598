using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Production.Backfills;

public static class EndDispatchDecision
{
    /// <summary>Once every interval of a backfill is decided; nothing before.</summary>
    public static Decision Decide(Backfill backfill, DateTimeOffset now)
    {
        var opened = backfill.Decided.Count(interval => interval.Skipped is null);
        return backfill is { Open.Count: 0, DispatchedAt: null } ? [new BackfillDispatched(backfill.Id, opened, backfill.Total - opened, now)] : [];
    }
}
