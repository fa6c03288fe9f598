using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Workers.Kernel.Kinds;
using EventedPipelines.Workers.Kernel.Yaml;

namespace EventedPipelines.Workers.Reliability.Notifications.Channels;

/// <summary>A kind of channel: all of it but its sending, which is a class of its own beside it.</summary>
public interface IChannelKind : IWorkspaceKind
{
    string IWorkspaceKind.Sort => "channel";

    string IWorkspaceKind.StoredAs => Kind.Name;

    ChannelKind Kind { get; }

    /// <summary>Whether a recipient without an e-mail address cannot be reached by it.</summary>
    bool NeedsAddress => false;

    /// <summary>The channel with what its own keys say. What is wrong with them is a problem at its place; who reads it closes the block.</summary>
    Channel Read(Channel channel, YamlBlock block);

    INotificationChannel Sender(IServiceProvider services);
}
