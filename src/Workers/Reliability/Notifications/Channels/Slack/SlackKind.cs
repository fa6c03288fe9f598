using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Workers.Catalog.Receivers;
using EventedPipelines.Workers.Kernel.Yaml;

namespace EventedPipelines.Workers.Reliability.Notifications.Channels.Slack;

public sealed class SlackKind : IChannelKind
{
    public ChannelKind Kind => new("Slack");

    public string Word => "slack";

    public string Summary => "an incoming webhook, whose address is a secret";

    public string Schema => $$"""
        {
          "properties": {
            "secret_from": {{ReceiverKeys.VariableSchema("the webhook's whole address")}},
            "allow_private": {{ReceiverKeys.MayBePrivateSchema}}
          },
          "required": ["secret_from"]
        }
        """;

    public IReadOnlyList<string> Documentation => ["`secret_from`: the incoming webhook's whole address", "text and blocks, with the key in the last one"];

    public Channel Read(Channel channel, YamlBlock block) =>
        channel with { SecretFrom = ReceiverKeys.Variable(block.Require("secret_from")), AllowPrivate = ReceiverKeys.MayBePrivate(block) };

    public INotificationChannel Sender(IServiceProvider services) => ActivatorUtilities.CreateInstance<SlackChannel>(services);
}
