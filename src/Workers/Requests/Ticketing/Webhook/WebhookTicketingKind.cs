using EventedPipelines.Domain.Requests;
using EventedPipelines.Workers.Pipelines;

namespace EventedPipelines.Workers.Requests.Ticketing.Webhook;

public sealed class WebhookTicketingKind : ITicketingKind
{
    public TicketingKind Kind => new("Webhook");

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
        "the same signed CloudEvent as a channel's webhook; `webhook-id` is the key. The receiver may answer with JSON that has the ticket's `id` and `url`",
    ];

    public TicketingPolicy Read(TicketingPolicy system, YamlBlock block)
    {
        var isPrivate = ReceiverKeys.MayBePrivate(block);
        return system with
        {
            SecretFrom = ReceiverKeys.Variable(block.Require("secret_from")),
            AllowPrivate = isPrivate,
            Url = ReceiverKeys.WebAddress(block.Require("url"), isPrivate) ?? "",
        };
    }

    public ITicketing Filer(IServiceProvider services) => ActivatorUtilities.CreateInstance<WebhookTicketing>(services);
}
