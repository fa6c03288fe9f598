using System.Text.Json;
using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Workers.Catalog.Receivers;

namespace EventedPipelines.Workers.Reliability.Notifications.Channels.Slack;

/// <summary>Slack's incoming webhook (docs.slack.dev, Sending messages using incoming webhooks). Its whole address is the channel's secret.</summary>
public sealed class SlackChannel(ReceiverHttp http) : INotificationChannel
{
    // A block takes this much text.
    const int MostCharacters = 3000;

    public async Task SendAsync(OutgoingNotification outgoing, CancellationToken cancellationToken)
    {
        var (notification, channel, _, secret) = outgoing;
        if (!Uri.TryCreate(secret, UriKind.Absolute, out var url))
        {
            throw new NotSentException($"{channel.SecretFrom} does not hold the address of a Slack webhook.");
        }

        using var request = ReceiverHttp.Post(url, JsonSerializer.SerializeToUtf8Bytes(Body(notification)), "application/json");
        await http.SendAsync(request, channel, cancellationToken);
    }

    // The blocks are plain text: what comes out of data mentions nobody and links nowhere. `text` is what a phone's notification shows.
    static object Body(NotificationQueued notification) => new
    {
        text = Escaped(NotificationWords.Title(notification)),
        blocks = new object[]
        {
            new { type = "section", text = Plain(NotificationWords.Title(notification)) },
            new { type = "section", text = Plain(NotificationWords.Text(notification)) },
            new { type = "context", elements = new[] { Plain(notification.Key) } },
        },
    };

    static object Plain(string text) => new { type = "plain_text", text = text.Length > MostCharacters ? $"{text[..(MostCharacters - 1)]}…" : text, emoji = false };

    static string Escaped(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
