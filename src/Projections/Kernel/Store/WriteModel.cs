using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Projections.Kernel.Rebuilds;
using EventedPipelines.Projections.Kernel.Work;
using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;

namespace EventedPipelines.Projections.Kernel.Store;

/// <summary>A state of Domain as the store keeps it, and what it owes.</summary>
public interface IWriteModel : IFold
{
    IEnumerable<PendingWork> Owed(object state);
}

/// <summary>A state of Domain: written in the transaction of its events, and with it the stream's rows of pending work.</summary>
/// <param name="model">The document's name.</param>
/// <param name="events">All events of its streams.</param>
/// <param name="fold">The state after an event.</param>
/// <param name="pending">What a state owes; null where it never owes anything.</param>
/// <param name="version">That of the fold.</param>
public abstract class WriteModel<TState>(string model, IEnumerable<Type> events, Func<TState?, object, TState?> fold, Func<TState, IEnumerable<PendingWork>>? pending = null, int version = 1)
    : StreamDocument<TState>(model, ProjectionLifecycle.Inline, events, fold, version), IWriteModel
    where TState : class
{
    public IEnumerable<PendingWork> Owed(object state) => pending?.Invoke((TState)state) ?? [];

    /// <summary>With the document also what its stream owes.</summary>
    public override async Task<RebuildFinding> RebuildAsync(IDocumentSession session, Guid stream, CancellationToken cancellationToken)
    {
        var history = await Rebuilding.LockedHistoryAsync(session, stream, cancellationToken);
        var state = Folded(history);
        var isReplaced = await Rebuilding.ReplaceAsync(session, Model, stream, state, history.Count, cancellationToken);
        PendingWork[] owed = state is null ? [] : [.. Owed(state)];
        var isOwed = pending is null || await PendingWorkTable.IsOwedAsync(session, stream, owed, cancellationToken);
        if (!isOwed)
        {
            PendingWorkTable.Reconcile(session, stream, owed);
        }

        return new(isReplaced, !isOwed);
    }

    public override ValueTask RaiseSideEffects(IDocumentOperations operations, Guid id, IEventSlice<TState> slice)
    {
        if (pending is not null && slice.Snapshot is { } state && slice.Events().Any(e => e.Data is not ILeavesWorkAsIs))
        {
            PendingWorkTable.Reconcile(operations, id, pending(state));
        }

        return ValueTask.CompletedTask;
    }
}
