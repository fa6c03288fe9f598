using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Marten.Events.Aggregation;

namespace EventedPipelines.Projections.Store;

/// <summary>What is read of each stream of a kind: one document per stream, which follows its events within milliseconds.</summary>
public interface IReadModel : IFold
{
    void AddTo(StoreOptions options);
}

/// <inheritdoc cref="IReadModel" />
public abstract class ReadModel<TView> : SingleStreamProjection<TView, Guid>, IReadModel
    where TView : class
{
    readonly Func<TView?, object, TView?> fold;

    /// <param name="document">The document's name.</param>
    /// <param name="events">All events of its streams.</param>
    /// <param name="fold">The view after an event.</param>
    /// <param name="version">That of the fold.</param>
    protected ReadModel(string document, IEnumerable<Type> events, Func<TView?, object, TView?> fold, int version = 1)
    {
        (this.fold, Document, FoldVersion, Events) = (fold, document, version, [.. events]);
        foreach (var type in Events)
        {
            IncludeType(type);
        }
    }

    public string Document { get; }

    public int FoldVersion { get; }

    public IReadOnlyCollection<Type> Events { get; }

    public object? Fold(IEnumerable<object> history) => history.Aggregate(default(TView), fold);

    public void AddTo(StoreOptions options)
    {
        options.Projections.Add(this, ProjectionLifecycle.Async);
        Configure(options.Schema.For<TView>().DocumentAlias(Document));
    }

    public override TView? Evolve(TView? snapshot, Guid id, IEvent e) => fold(snapshot, e.Data);

    /// <summary>Indexes and the like.</summary>
    protected virtual void Configure(MartenRegistry.DocumentMappingExpression<TView> document)
    {
    }
}
