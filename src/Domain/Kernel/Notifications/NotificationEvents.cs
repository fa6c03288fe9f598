namespace EventedPipelines.Domain.Kernel.Notifications;

public interface INotificationEvent
{
    Guid NotificationId { get; }
}

/// <summary>What a notification is about, for whoever sorts or filters them. The routes are by <see cref="Severity"/>.</summary>
public enum NotificationKind
{
    Page,
    DutyCopy,
    Fallback,
    Restated,
    SlaAtRisk,
    SlaMissed,
    MetricDropped,
    Handover,
    CoverageGap,
    Stale,
    Partial,
    SchemaDrift,
}

/// <summary>How loud: a page wakes somebody, a warning is read today, an information when there is time.</summary>
public enum Severity
{
    Info,
    Warning,
    Page,
}

/// <summary>
/// Something is to be told to one recipient by one channel (domain.md 3.5). <paramref name="Key"/> is known to the receiver: seen twice it
/// is the same notification. <paramref name="Recipient"/> is an engineer's id or a team's name; where to is looked up when it is sent, so
/// that no address is in an event. <paramref name="SubjectId"/> is the incident, delivery, interval or sprint that it is about.
/// </summary>
public sealed record NotificationQueued(
    Guid NotificationId,
    string Key,
    Guid SubjectId,
    NotificationKind Kind,
    Severity Severity,
    string? Area,
    string? Pipeline,
    DataInterval? Interval,
    string Recipient,
    string Channel,
    string Title,
    string Text,
    bool Simulated,
    DateTimeOffset QueuedAt,
    string Because) : INotificationEvent;

/// <summary>The receiver has taken it.</summary>
public sealed record NotificationSent(Guid NotificationId, int Attempt, DateTimeOffset SentAt) : INotificationEvent;

/// <summary>An attempt failed. Without <paramref name="NextDueAt"/> it was the last: a day is over, or the receiver will never take it.</summary>
public sealed record NotificationFailed(Guid NotificationId, int Attempt, string Error, DateTimeOffset FailedAt, DateTimeOffset? NextDueAt) : INotificationEvent;
