namespace EventedPipelines.Domain.Kernel.Work;

/// <summary>
/// Something owed: later, long or outside (architecture.md, Pending work). A stream's state decides what it owes; the row of
/// `pending_work` is only its shadow. <paramref name="Key"/> tells two works of one kind on one stream apart,
/// <paramref name="Because"/> is the `stream@version` that made it owed.
/// </summary>
public sealed record PendingWork(WorkKind Kind, string Key, DateTimeOffset Due, string Because)
{
    /// <summary>Of two works of one queue that are due at once, the one with the lower priority goes first and the other waits for it (domain.md 4.2); null where the order does not matter.</summary>
    public string? Queue { get; init; }

    /// <summary>The queue of all that is decided about an area's interval.</summary>
    public static string QueueOf(string area, DataInterval interval) => $"{area} {interval}";
}
