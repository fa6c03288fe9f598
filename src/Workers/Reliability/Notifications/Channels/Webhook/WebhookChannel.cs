using System.Text.Json;
using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Workers.Catalog.Receivers;

namespace EventedPipelines.Workers.Reliability.Notifications.Channels.Webhook;

/// <summary>A signed CloudEvent (<see cref="SignedPost"/>).</summary>
public sealed class WebhookChannel(ReceiverHttp http, TimeProvider clock) : INotificationChannel
{
    public async Task SendAsync(OutgoingNotification outgoing, CancellationToken cancellationToken)
    {
        var (notification, channel, _, secret) = outgoing;
        using var request = SignedPost.Of(
            CloudEvent(notification), new(channel.Url!), HeaderKey.Of(notification.Key), new(secret!, channel.SecretFrom!), clock.GetUtcNow());
        await http.SendAsync(request, channel, cancellationToken);
    }

    static object CloudEvent(NotificationQueued notification) => new
    {
        specversion = "1.0",
        id = notification.Key,
        source = notification.Area is { } area ? $"/evented-pipelines/{area}" : "/evented-pipelines",
        type = $"eventedpipelines.notification.{JsonNamingPolicy.CamelCase.ConvertName(notification.Kind.ToString())}",
        subject = notification.SubjectId,
        time = notification.QueuedAt,
        datacontenttype = "application/json",
        data = new
        {
            notification.NotificationId,
            notification.Key,
            notification.SubjectId,
            notification.Kind,
            notification.Severity,
            notification.Area,
            notification.Pipeline,
            Interval = notification.Interval?.ToString(),
            notification.Recipient,
            notification.Channel,
            notification.Title,
            notification.Text,
            notification.Simulated,
            notification.QueuedAt,
        },
    };
}
