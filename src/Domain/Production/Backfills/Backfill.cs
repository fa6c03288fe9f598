using System.Collections.Immutable;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Work;

namespace EventedPipelines.Domain.Production.Backfills;

public interface IBackfillEvent
{
    Guid BackfillId { get; }
}

/// <summary>Which intervals a backfill runs: those without a run, as well those whose run failed or went without something, every one again, or those whose numbers are stale.</summary>
public enum Reprocess
{
    Missing,
    Failed,
    All,
    Stale,
}

/// <summary>One pipeline's interval in a backfill.</summary>
public sealed record BackfillItem(string Pipeline, DataInterval Interval);

public sealed record BackfillRequested(
    Guid BackfillId, IReadOnlyList<BackfillItem> Items, Reprocess Reprocess, string? Reason, string Actor, bool Simulated, DateTimeOffset RequestedAt) : IBackfillEvent;

public sealed record BackfillRunOpened(Guid BackfillId, BackfillItem Item, Guid RunId, DateTimeOffset OpenedAt) : IBackfillEvent;

/// <summary>An interval that the backfill does not run, and why.</summary>
public sealed record BackfillIntervalSkipped(Guid BackfillId, BackfillItem Item, string Reason, Guid? RunId, DateTimeOffset SkippedAt) : IBackfillEvent;

/// <summary>Every interval has a run or a reason. The runs themselves may still be under way.</summary>
public sealed record BackfillDispatched(Guid BackfillId, int Opened, int Skipped, DateTimeOffset DispatchedAt) : IBackfillEvent;

/// <summary>A range of intervals being run, one decision per interval.</summary>
public sealed record Backfill(Guid Id, Reprocess Reprocess, string? Reason, string Actor, bool Simulated, DateTimeOffset RequestedAt, long Version)
{
    /// <summary>Intervals still to be decided, in order.</summary>
    public ImmutableList<BackfillItem> Open { get; init; } = [];

    public ImmutableList<BackfilledInterval> Decided { get; init; } = [];

    public DateTimeOffset? DispatchedAt { get; init; }

    public int Total => Open.Count + Decided.Count;

    public static Backfill? Fold(Backfill? state, object @event) => (state, @event) switch
    {
        (null, BackfillRequested e) => new(e.BackfillId, e.Reprocess, e.Reason, e.Actor, e.Simulated, e.RequestedAt, 1) { Open = [.. e.Items] },
        (null, _) => null,
        ({ } backfill, _) => backfill.After(@event) with { Version = backfill.Version + 1 },
    };

    Backfill After(object @event) => @event switch
    {
        BackfillRunOpened e => Decide(new(e.Item.Pipeline, e.Item.Interval, e.RunId, null)),
        BackfillIntervalSkipped e => Decide(new(e.Item.Pipeline, e.Item.Interval, e.RunId, e.Reason)),
        BackfillDispatched e => this with { DispatchedAt = e.DispatchedAt },
        _ => this,
    };

    Backfill Decide(BackfilledInterval interval) => this with
    {
        Open = Open.Remove(new(interval.Pipeline, interval.Interval)),
        Decided = Decided.Add(interval),
    };
}

/// <summary>Either the run that the backfill opened, or the reason why it opened none, with the run that was the reason.</summary>
public sealed record BackfilledInterval(string Pipeline, DataInterval Interval, Guid? RunId, string? Skipped);

public static class BackfillWork
{
    public static IEnumerable<PendingWork> Pending(Backfill backfill) => backfill.DispatchedAt is not null
        ? []
        : [new(WorkKind.Backfill, "", backfill.RequestedAt, EventRef.Of(backfill.Id, 1))];
}
