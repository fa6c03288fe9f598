using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Workers.Kernel.Yaml;

namespace EventedPipelines.Workers.Reliability.Notifications.Channels.Inbox;

public sealed class InboxKind : IChannelKind
{
    public ChannelKind Kind => ChannelKind.Inbox;

    public string Word => "inbox";

    public string Summary => "what the dashboard shows";

    public string Schema => "{}";

    public IReadOnlyList<string> Documentation => ["nothing", "nothing: it has arrived"];

    public Channel Read(Channel channel, YamlBlock block) => channel;

    public INotificationChannel Sender(IServiceProvider services) => new InboxChannel();

    // What is in the inbox has arrived.
    sealed class InboxChannel : INotificationChannel
    {
        public Task SendAsync(OutgoingNotification outgoing, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
