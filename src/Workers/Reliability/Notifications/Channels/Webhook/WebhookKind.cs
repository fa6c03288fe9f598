using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Workers.Catalog.Receivers;
using EventedPipelines.Workers.Kernel.Yaml;

namespace EventedPipelines.Workers.Reliability.Notifications.Channels.Webhook;

public sealed class WebhookKind : IChannelKind
{
    public ChannelKind Kind => new("Webhook");

    public string Word => "webhook";

    public string Summary => SignedPostKeys.Summary;

    public string Schema => SignedPostKeys.Schema;

    public IReadOnlyList<string> Documentation =>
    [
        SignedPostKeys.Documentation,
        "a CloudEvent 1.0 in JSON, signed as [Standard Webhooks](https://www.standardwebhooks.com) has it; `webhook-id` is the key",
    ];

    public Channel Read(Channel channel, YamlBlock block)
    {
        var isPrivate = ReceiverKeys.MayBePrivate(block);
        return channel with
        {
            Url = ReceiverKeys.WebAddress(block.Require("url"), isPrivate),
            SecretFrom = ReceiverKeys.Variable(block.Require("secret_from")),
            AllowPrivate = isPrivate,
        };
    }

    public INotificationChannel Sender(IServiceProvider services) => ActivatorUtilities.CreateInstance<WebhookChannel>(services);
}
