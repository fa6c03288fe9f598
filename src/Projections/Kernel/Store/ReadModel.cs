using System.Globalization;
using EventedPipelines.Projections.Kernel.Rebuilds;
using JasperFx.Events.Projections;
using Marten;

namespace EventedPipelines.Projections.Kernel.Store;

/// <summary>What is read of each stream of a kind; it follows the stream's events within milliseconds.</summary>
/// <param name="model">The document's name.</param>
/// <param name="events">All events of its streams.</param>
/// <param name="fold">The view after an event.</param>
/// <param name="version">That of the fold.</param>
public abstract class ReadModel<TView>(string model, IEnumerable<Type> events, Func<TView?, object, TView?> fold, int version = 1)
    : StreamDocument<TView>(model, ProjectionLifecycle.Async, events, fold, version)
    where TView : class
{
    /// <summary>As far as the document has come: what follows is for whoever is at it.</summary>
    public override async Task<RebuildFinding> RebuildAsync(IDocumentSession session, Guid stream, CancellationToken cancellationToken)
    {
        await session.BeginTransactionAsync(cancellationToken);
        await using var look = session.Connection!.CreateCommand();
        look.CommandText = $"select mt_version from ep.mt_doc_{Model} where id = $1 for update";
        look.Parameters.Add(new() { Value = stream });
        if (await look.ExecuteScalarAsync(cancellationToken) is not { } reached)
        {
            return RebuildFinding.AsItShouldBe;
        }

        var version = Convert.ToInt64(reached, CultureInfo.InvariantCulture);
        var view = Folded(await Rebuilding.HistoryAsync(session, stream, version, cancellationToken));
        return new(await Rebuilding.ReplaceAsync(session, Model, stream, view, version, cancellationToken), false);
    }
}
