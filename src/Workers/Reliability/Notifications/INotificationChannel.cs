using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Workers.Catalog.Receivers;

namespace EventedPipelines.Workers.Reliability.Notifications;

/// <summary>A way to a receiver (domain.md 3.5).</summary>
public interface INotificationChannel
{
    /// <summary>Returns when the receiver has taken it.</summary>
    /// <exception cref="NotSentException">The receiver did not take it, or cannot be asked. Other exceptions are trouble on the way, which may pass.</exception>
    Task SendAsync(OutgoingNotification outgoing, CancellationToken cancellationToken);
}

/// <summary>
/// What a channel needs to send one notification. <paramref name="Address"/> is the recipient's e-mail address, null where none is known;
/// <paramref name="Secret"/> the value of the environment variable that the channel names, null where it names none.
/// </summary>
public sealed record OutgoingNotification(NotificationQueued Notification, Channel Channel, string? Address, string? Secret)
{
    // Never printed, by whoever logs it.
    public override string ToString() => $"{Notification.Key} by {Channel.Name}";
}
