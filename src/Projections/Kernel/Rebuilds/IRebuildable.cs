using Marten;

namespace EventedPipelines.Projections.Kernel.Rebuilds;

/// <summary>What is made of the events of single streams and can be made anew of them.</summary>
public interface IRebuildable
{
    /// <summary>What people call it: the document's or the table's name.</summary>
    string Model { get; }

    /// <summary>The events that its streams begin with.</summary>
    IReadOnlyCollection<Type> Events { get; }

    /// <summary>
    /// Folds one stream anew and compares; what differs is replaced when the session is saved. Nobody appends to the stream until then, and readers see the old or the new.
    /// </summary>
    Task<RebuildFinding> RebuildAsync(IDocumentSession session, Guid stream, CancellationToken cancellationToken);
}

/// <summary>Whether the stream's document, and what it owes, were not as they should have been.</summary>
public sealed record RebuildFinding(bool IsReplaced, bool IsWorkReplaced)
{
    public static RebuildFinding AsItShouldBe { get; } = new(false, false);
}
