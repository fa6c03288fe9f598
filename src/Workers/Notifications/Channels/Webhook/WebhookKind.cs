using EventedPipelines.Domain.Notifications;
using EventedPipelines.Workers.Pipelines;

namespace EventedPipelines.Workers.Notifications.Channels.Webhook;

public sealed class WebhookKind : IChannelKind
{
    public ChannelKind Kind => new("Webhook");

    public string Word => "webhook";

    public string Summary => "a signed post (Standard Webhooks) of a CloudEvent";

    public string Schema => $$"""
        {
          "properties": {
            "url": { "description": "Where is posted to; https, or http with allow_private.", "type": "string", "minLength": 1, "pattern": "^https?://" },
            "secret_from": {{ReceiverKeys.VariableSchema("the signing key, whsec_ and base64")}},
            "allow_private": {{ReceiverKeys.MayBePrivateSchema}}
          },
          "required": ["url", "secret_from"]
        }
        """;

    public IReadOnlyList<string> Documentation =>
    [
        "`url`, `secret_from`: the signing key, `whsec_` and base64",
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
