namespace EventedPipelines.Domain.Kernel.Work;

/// <summary>
/// What people decided about one work of a stream, by kind and key, each time it was dead. A stream of its own: the state that owes the work does not
/// depend on it. <paramref name="DiscardedBecause"/> is the reason it was owed for when it was discarded; null where it was not, or was replayed since.
/// </summary>
public sealed record DeadWork(Guid Id, Guid Stream, string Kind, string Key, string? DiscardedBecause, DateTimeOffset? DiscardedAt, long Version)
{
    // A key may hold a '/', which separates the parts.
    public static Guid IdOf(Guid stream, string kind, string key) => DerivedId.Of("dead-work", stream.ToString(), kind, Uri.EscapeDataString(key));

    public static DeadWork? Fold(DeadWork? state, object @event) => @event switch
    {
        WorkDiscarded e => new(e.DeadWorkId, e.Stream, e.Kind, e.Key, e.Because, e.DiscardedAt, (state?.Version ?? 0) + 1),
        WorkReplayed e => new(e.DeadWorkId, e.Stream, e.Kind, e.Key, null, null, (state?.Version ?? 0) + 1),
        _ => state,
    };
}

/// <summary>A row of pending work as a decision sees it.</summary>
public sealed record OwedWork(Guid Stream, string Kind, string Key, string Because, bool IsDead, bool IsDiscarded, string? Error)
{
    public Guid DeadWorkId => DeadWork.IdOf(Stream, Kind, Key);
}
