using System.Globalization;
using EventedPipelines.Projections.Rebuilds;
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

    /// <param name="model">The document's name.</param>
    /// <param name="events">All events of its streams.</param>
    /// <param name="fold">The view after an event.</param>
    /// <param name="version">That of the fold.</param>
    protected ReadModel(string model, IEnumerable<Type> events, Func<TView?, object, TView?> fold, int version = 1)
    {
        (this.fold, Model, FoldVersion, Events) = (fold, model, version, [.. events]);
        foreach (var type in Events)
        {
            IncludeType(type);
        }
    }

    public string Model { get; }

    public int FoldVersion { get; }

    public IReadOnlyCollection<Type> Events { get; }

    public object? Fold(IEnumerable<object> history) => history.Aggregate(default(TView), fold);

    public void AddTo(StoreOptions options)
    {
        options.Projections.Add(this, ProjectionLifecycle.Async);
        Configure(options.Schema.For<TView>().DocumentAlias(Model));
    }

    /// <summary>As far as the document has come: what follows is for whoever is at it.</summary>
    public async Task<RebuildFinding> RebuildAsync(IDocumentSession session, Guid stream, CancellationToken token)
    {
        await session.BeginTransactionAsync(token);
        await using var look = session.Connection!.CreateCommand();
        look.CommandText = $"select mt_version from ep.mt_doc_{Model} where id = $1 for update";
        look.Parameters.Add(new() { Value = stream });
        if (await look.ExecuteScalarAsync(token) is not { } reached)
        {
            return RebuildFinding.AsItShouldBe;
        }

        var version = Convert.ToInt64(reached, CultureInfo.InvariantCulture);
        var view = (await Rebuilding.HistoryAsync(session, stream, version, token)).Aggregate(default(TView), fold);
        return new(await Rebuilding.ReplaceAsync(session, Model, stream, view, version, token), false);
    }

    public override TView? Evolve(TView? snapshot, Guid id, IEvent e) => fold(snapshot, e.Data);

    /// <summary>Indexes and the like.</summary>
    protected virtual void Configure(MartenRegistry.DocumentMappingExpression<TView> document)
    {
    }
}
