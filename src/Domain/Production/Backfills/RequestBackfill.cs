using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Production.Backfills;

/// <summary>Days from..to, both included; of the <paramref name="Stale"/> intervals of the pipelines all where no days are named.</summary>
public sealed record RequestBackfill(
    Guid BackfillId, DateOnly? From, DateOnly? To, Reprocess Reprocess, string? Reason, string Actor, bool Simulated, IReadOnlyList<BackfillItem>? Stale = null);

public static class RequestBackfillDecision
{
    /// <summary>A backfill is one stream that names every interval: beyond this many it is to be asked for in parts.</summary>
    public const int MostIntervals = 5000;

    public static Decision Decide(RequestBackfill command, IEnumerable<PipelineDefinition> pipelines, DateTimeOffset now)
    {
        BackfillItem[] items = command.Reprocess is Reprocess.Stale
            ? [.. (command.Stale ?? []).Where(item => !(item.Interval.Last < command.From) && !(item.Interval.First > command.To))]
            : [.. from pipeline in pipelines
                  from dataInterval in DataInterval.Between(pipeline.Grain, command.From!.Value, command.To!.Value)
                  select new BackfillItem(pipeline.Id, dataInterval)];
        return items.Length > MostIntervals
            ? new Rejection($"{items.Length} intervals are more than the {MostIntervals} that one backfill may hold. Ask for a shorter range.")
            : [new BackfillRequested(command.BackfillId, items, command.Reprocess, command.Reason, command.Actor, command.Simulated, now)];
    }
}
