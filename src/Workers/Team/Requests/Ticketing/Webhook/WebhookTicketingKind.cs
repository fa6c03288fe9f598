using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Workers.Catalog.Receivers;
using EventedPipelines.Workers.Kernel.Yaml;

namespace EventedPipelines.Workers.Team.Requests.Ticketing.Webhook;

public sealed class WebhookTicketingKind : ITicketingKind
{
    public TicketingKind Kind => new("Webhook");

    public string Word => "webhook";

    public string Summary => SignedPostKeys.Summary;

    public string Schema => SignedPostKeys.Schema;

    public IReadOnlyList<string> Documentation =>
    [
        SignedPostKeys.Documentation,
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
