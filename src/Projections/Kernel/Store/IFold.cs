using EventedPipelines.Projections.Kernel.Rebuilds;
using Marten;

namespace EventedPipelines.Projections.Kernel.Store;

/// <summary>A document that is the fold of one stream; its name is its table's after `mt_doc_`.</summary>
public interface IFold : IRebuildable
{
    /// <summary>
    /// Whoever changes what a history folds to raises it: the schema step then folds every stream of it anew (domain.md 8.1a). It is not Marten's own version of a
    /// projection: an inline one of another version begins with an empty table.
    /// </summary>
    int FoldVersion { get; }

    Type Document { get; }

    object? Fold(IEnumerable<object> history);

    /// <summary>Makes it a document of the store.</summary>
    void AddTo(StoreOptions options);
}
