namespace EventedPipelines.Projections.Store;

/// <summary>A document that is the fold of one stream.</summary>
public interface IFold
{
    /// <summary>The document's name, and its table's after `mt_doc_`.</summary>
    string Document { get; }

    /// <summary>
    /// Whoever changes what a history folds to raises it: the schema step then folds every stream of it anew (domain.md 8.1a). It is not Marten's own version of a
    /// projection: an inline one of another version begins with an empty table.
    /// </summary>
    int FoldVersion { get; }

    /// <summary>All events of its streams: with them named, a commit to a stream of another kind does not ask for this one's document.</summary>
    IReadOnlyCollection<Type> Events { get; }

    object? Fold(IEnumerable<object> history);
}
