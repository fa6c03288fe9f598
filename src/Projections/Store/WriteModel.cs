using EventedPipelines.Domain.Work;
using EventedPipelines.Projections.Work;
using JasperFx.Events;
using Marten;
using Marten.Events.Aggregation;

namespace EventedPipelines.Projections.Store;

/// <summary>
/// How Marten sees a state of Domain: its fold, and what it owes. One document per stream, written in the transaction of its events,
/// and with it the stream's rows of pending work.
/// </summary>
public abstract class WriteModel<TState> : SingleStreamProjection<TState, Guid>
    where TState : class
{
    readonly Func<TState?, object, TState?> fold;
    readonly Func<TState, IEnumerable<PendingWork>>? pending;

    /// <param name="events">All events of its streams: with them named, a commit to a stream of another kind does not ask for this one's document.</param>
    /// <param name="fold">The state after an event.</param>
    /// <param name="pending">What a state owes; null where it never owes anything.</param>
    protected WriteModel(IEnumerable<Type> events, Func<TState?, object, TState?> fold, Func<TState, IEnumerable<PendingWork>>? pending = null)
    {
        (this.fold, this.pending) = (fold, pending);
        foreach (var type in events)
        {
            IncludeType(type);
        }
    }

    public override TState? Evolve(TState? snapshot, Guid id, IEvent e) => fold(snapshot, e.Data);

    public override ValueTask RaiseSideEffects(IDocumentOperations operations, Guid id, IEventSlice<TState> slice)
    {
        if (pending is not null && slice.Snapshot is { } state && slice.Events().Any(e => e.Data is not ILeavesWorkAsIs))
        {
            PendingWorkTable.Reconcile(operations, id, pending(state));
        }

        return ValueTask.CompletedTask;
    }
}
