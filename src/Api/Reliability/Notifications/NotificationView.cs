using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Notifications;

namespace EventedPipelines.Api.Reliability.Notifications;

/// <summary>
/// One message to one recipient by one channel. <paramref name="Engineer"/> is an engineer's id or a team's name; <paramref name="SubjectId"/> is the
/// incident, delivery, interval or sprint that it is about.
/// </summary>
public sealed record NotificationView(
    Guid Id,
    string Key,
    NotificationKind Kind,
    Severity Severity,
    string Engineer,
    string Channel,
    NotificationState State,
    string Title,
    string Text,
    Guid SubjectId,
    string? Area,
    string? Pipeline,
    DataInterval? Interval,
    DateTimeOffset QueuedAt,
    DateTimeOffset? SentAt,
    int Attempts,
    DateTimeOffset? NextDueAt,
    string? Error,
    bool Simulated,
    string Because)
{
    public static NotificationView Of(Notification notification)
    {
        var queued = notification.Queued;
        return new(
            notification.Id, queued.Key, queued.Kind, queued.Severity, queued.Recipient, queued.Channel, notification.State, queued.Title, queued.Text, queued.SubjectId, queued.Area, queued.Pipeline,
            queued.Interval, queued.QueuedAt, notification.SentAt, notification.Attempts, notification.NextDueAt, notification.Error, queued.Simulated, queued.Because);
    }
}
