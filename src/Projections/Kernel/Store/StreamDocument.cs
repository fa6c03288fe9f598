using EventedPipelines.Projections.Kernel.Rebuilds;
using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Marten.Events.Aggregation;

namespace EventedPipelines.Projections.Kernel.Store;

/// <summary>How Marten sees a fold: one document per stream.</summary>
public abstract class StreamDocument<T> : SingleStreamProjection<T, Guid>, IFold
    where T : class
{
    readonly ProjectionLifecycle _lifecycle;
    readonly Func<T?, object, T?> _fold;

    /// <param name="model">The document's name.</param>
    /// <param name="lifecycle">Inline is written in the transaction of its events, Async follows them.</param>
    /// <param name="events">All events of its streams: with them named, a commit to a stream of another kind does not ask for this one's document.</param>
    /// <param name="fold">The document after an event.</param>
    /// <param name="version">That of the fold.</param>
    protected StreamDocument(string model, ProjectionLifecycle lifecycle, IEnumerable<Type> events, Func<T?, object, T?> fold, int version)
    {
        (Model, _lifecycle, _fold, FoldVersion, Events) = (model, lifecycle, fold, version, [.. events]);
        foreach (var type in Events)
        {
            IncludeType(type);
        }
    }

    public string Model { get; }

    public Type Document => typeof(T);

    public int FoldVersion { get; }

    public IReadOnlyCollection<Type> Events { get; }

    public void AddTo(StoreOptions options)
    {
        options.Projections.Add(this, _lifecycle);
        Configure(options.Schema.For<T>().DocumentAlias(Model));
    }

    public abstract Task<RebuildFinding> RebuildAsync(IDocumentSession session, Guid stream, CancellationToken cancellationToken);

    object? IFold.Fold(IEnumerable<object> history) => Folded(history);

    public override T? Evolve(T? snapshot, Guid id, IEvent e) => _fold(snapshot, e.Data);

    protected T? Folded(IEnumerable<object> history) => history.Aggregate(default(T), _fold);

    /// <summary>Indexes and the like.</summary>
    protected virtual void Configure(MartenRegistry.DocumentMappingExpression<T> document)
    {
    }
}
