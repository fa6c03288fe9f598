namespace EventedPipelines.Domain.Kernel.Notifications;

/// <summary>Something to be told, before it is known by which channels. <paramref name="Occasion"/> tells two notices about one subject apart.</summary>
public sealed record Notice(
    Guid SubjectId, string Occasion, NotificationKind Kind, Severity Severity, string? Area, string? Pipeline, DataInterval? Interval, string Title, string Text, bool Simulated, string Because);

public static class Notices
{
    /// <summary>With these to be told, each a stream that owes its delivery. Its id is made of its key: one that is there was decided before, and is not told again.</summary>
    public static Decision Telling(this Decision decision, IEnumerable<NotificationQueued> notifications) =>
        notifications.Aggregate(decision, (all, queued) => all.BeginningOnce<Notification>(queued.NotificationId, queued));
}
