using EventedPipelines.Domain.Work;
using EventedPipelines.Projections.Rebuilds;
using EventedPipelines.Projections.Work;
using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Marten.Events.Aggregation;

namespace EventedPipelines.Projections.Store;

/// <summary>A state of Domain as the store keeps it: one document per stream, written in the transaction of its events.</summary>
public interface IWriteModel : IFold
{
    IEnumerable<PendingWork> Owed(object state);

    void AddTo(StoreOptions options);
}

/// <summary>
/// How Marten sees a state of Domain: its fold, and what it owes. One document per stream, written in the transaction of its events,
/// and with it the stream's rows of pending work.
/// </summary>
public abstract class WriteModel<TState> : SingleStreamProjection<TState, Guid>, IWriteModel
    where TState : class
{
    readonly Func<TState?, object, TState?> fold;
    readonly Func<TState, IEnumerable<PendingWork>>? pending;

    /// <param name="model">The document's name.</param>
    /// <param name="events">All events of its streams.</param>
    /// <param name="fold">The state after an event.</param>
    /// <param name="pending">What a state owes; null where it never owes anything.</param>
    /// <param name="version">That of the fold.</param>
    protected WriteModel(string model, IEnumerable<Type> events, Func<TState?, object, TState?> fold, Func<TState, IEnumerable<PendingWork>>? pending = null, int version = 1)
    {
        (this.fold, this.pending, Model, FoldVersion, Events) = (fold, pending, model, version, [.. events]);
        foreach (var type in Events)
        {
            IncludeType(type);
        }
    }

    public string Model { get; }

    public int FoldVersion { get; }

    public IReadOnlyCollection<Type> Events { get; }

    public object? Fold(IEnumerable<object> history) => history.Aggregate(default(TState), fold);

    public IEnumerable<PendingWork> Owed(object state) => pending?.Invoke((TState)state) ?? [];

    public void AddTo(StoreOptions options)
    {
        options.Projections.Add(this, ProjectionLifecycle.Inline);
        Configure(options.Schema.For<TState>().DocumentAlias(Model));
    }

    /// <summary>Indexes and the like.</summary>
    protected virtual void Configure(MartenRegistry.DocumentMappingExpression<TState> document)
    {
    }

    /// <summary>With the document also what its stream owes.</summary>
    public async Task<RebuildFinding> RebuildAsync(IDocumentSession session, Guid stream, CancellationToken token)
    {
        var history = await Rebuilding.LockedHistoryAsync(session, stream, token);
        var state = history.Aggregate(default(TState), fold);
        var isReplaced = await Rebuilding.ReplaceAsync(session, Model, stream, state, history.Count, token);
        PendingWork[] owed = state is null ? [] : [.. Owed(state)];
        var isOwed = pending is null || await PendingWorkTable.IsOwedAsync(session, stream, owed, token);
        if (!isOwed)
        {
            PendingWorkTable.Reconcile(session, stream, owed);
        }

        return new(isReplaced, !isOwed);
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
