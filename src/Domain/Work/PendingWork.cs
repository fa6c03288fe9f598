namespace EventedPipelines.Domain.Work;

/// <summary>
/// Something owed: later, long or outside (architecture.md, Pending work). A stream's state decides what it owes; the row of
/// `pending_work` is only its shadow. <paramref name="Key"/> tells two works of one kind on one stream apart,
/// <paramref name="Because"/> is the `stream@version` that made it owed.
/// </summary>
public sealed record PendingWork(WorkKind Kind, string Key, DateTimeOffset Due, string Because);
