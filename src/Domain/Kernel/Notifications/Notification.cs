using EventedPipelines.Domain.Kernel.Work;

namespace EventedPipelines.Domain.Kernel.Notifications;

public enum NotificationState
{
    Queued,
    Sent,
    Failed,
}

/// <summary>One message to one recipient by one channel: what it says, and whether it has arrived.</summary>
public sealed record Notification(Guid Id, NotificationQueued Queued, NotificationState State, int Attempts, DateTimeOffset? NextDueAt, string? Error, DateTimeOffset? SentAt, long Version)
{
    public static Notification? Fold(Notification? state, object @event) => (state, @event) switch
    {
        (null, NotificationQueued e) => new(e.NotificationId, e, NotificationState.Queued, 0, e.QueuedAt, null, null, 1),
        (null, _) => null,
        ({ } notification, NotificationSent e) => notification with
        {
            State = NotificationState.Sent,
            Attempts = e.Attempt,
            NextDueAt = null,
            Error = null,
            SentAt = e.SentAt,
            Version = notification.Version + 1,
        },
        ({ } notification, NotificationFailed e) => notification with
        {
            State = e.NextDueAt is null ? NotificationState.Failed : NotificationState.Queued,
            Attempts = e.Attempt,
            NextDueAt = e.NextDueAt,
            Error = e.Error,
            Version = notification.Version + 1,
        },
        ({ } notification, _) => notification with { Version = notification.Version + 1 },
    };
}

public static class NotificationWork
{
    /// <summary>One attempt, under its channel's name: what waits for one channel can be told from what waits for another.</summary>
    public static IEnumerable<PendingWork> Pending(Notification notification) => notification.NextDueAt is { } due
        ? [new(WorkKind.Notify, notification.Queued.Channel, due, EventRef.Of(notification.Id, notification.Version))]
        : [];
}
