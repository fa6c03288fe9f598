using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Notifications;

namespace EventedPipelines.Domain.Reliability.Notifications;

/// <summary>What came of an attempt: null where the receiver has taken it.</summary>
public sealed record ReportNotification(NotificationError? Error);

/// <summary>Why a receiver did not take it. A permanent error, an address that does not exist say, is not tried again.</summary>
public sealed record NotificationError(string Message, bool IsPermanent);

public static class ReportNotificationDecision
{
    static readonly TimeSpan TriedFor = TimeSpan.FromDays(1);

    // After these, every hour.
    static readonly TimeSpan[] Delays =
        [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30)];

    /// <summary>An attempt is recorded once: where the notification has arrived or is given up, nothing is left to say (domain.md 3.5).</summary>
    public static Decision Decide(ReportNotification report, Notification notification, DateTimeOffset now)
    {
        if (notification.State is not NotificationState.Queued)
        {
            return [];
        }

        var attempt = notification.Attempts + 1;
        return report.Error is { } error
            ? [new NotificationFailed(notification.Id, attempt, error.Message, now, error.IsPermanent ? null : NextDue(notification, attempt, now))]
            : [new NotificationSent(notification.Id, attempt, now)];
    }

    static DateTimeOffset? NextDue(Notification notification, int attempt, DateTimeOffset now)
    {
        var next = now + (attempt <= Delays.Length ? Delays[attempt - 1] : TimeSpan.FromHours(1));
        return next <= notification.Queued.QueuedAt + TriedFor ? next : null;
    }
}
