using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Workers.Kernel.Yaml;
using EventedPipelines.Workers.Reliability.Notifications;
using EventedPipelines.Workers.Reliability.Notifications.Channels;

namespace EventedPipelines.Tests.Unit.Kinds;

/// <summary>A channel that this project adds: it says what it is sent aloud, so loud.</summary>
sealed class ToyChannel : IChannelKind
{
    public List<string> Said { get; } = [];

    public ChannelKind Kind => new("Horn");

    public string Word => "horn";

    public string Summary => "a horn on the roof";

    public string Schema => """{ "properties": { "loudness": { "description": "How loud.", "enum": ["soft", "loud"] } }, "required": ["loudness"] }""";

    public IReadOnlyList<string> Documentation => ["`loudness`", "a sound"];

    public Channel Read(Channel channel, YamlBlock block) =>
        channel with { Settings = new Dictionary<string, string> { ["loudness"] = block.Require("loudness")?.Text() ?? "" } };

    public INotificationChannel Sender(IServiceProvider services) => new Horn(Said);

    sealed class Horn(List<string> said) : INotificationChannel
    {
        public Task SendAsync(OutgoingNotification outgoing, CancellationToken cancellationToken)
        {
            said.Add($"{outgoing.Channel.Settings!["loudness"]}: {outgoing.Notification.Title}");
            return Task.CompletedTask;
        }
    }
}
