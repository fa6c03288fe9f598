using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Domain.Reliability.Notifications;
using EventedPipelines.Workers.Catalog.Receivers;
using EventedPipelines.Workers.Kernel;
using EventedPipelines.Workers.Kernel.Kinds;
using EventedPipelines.Workers.Reliability.Notifications.Channels;

namespace EventedPipelines.Workers.Reliability.Notifications;

/// <summary>One attempt to send a notification: what came of it is an answer, whatever went wrong.</summary>
public sealed class NotificationSender(WorkspaceKinds kinds, IServiceProvider services, AddressBook addresses, Simulation simulation, AttemptLimit limit)
{
    readonly Dictionary<ChannelKind, INotificationChannel> _channels = kinds.Of<IChannelKind>().ToDictionary(kind => kind.Kind, kind => kind.Sender(services));

    /// <summary>The channel as the policies have it now. A demonstration has only the inbox: nothing of it goes out, whatever its workspace says.</summary>
    public Channel ChannelFor(NotificationQueued notification, NotificationPolicy policy) =>
        simulation.IsOn ? NotificationPolicy.Inbox : policy.Channel(notification.Channel);

    /// <summary>Null where the receiver has taken it; what is in the inbox has arrived. No error holds a secret or an address.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; whether the receiver has taken it is not known.</exception>
    public async Task<NotificationError?> SendAsync(NotificationQueued notification, Channel channel, NotificationPolicy policy, CancellationToken cancellationToken)
    {
        var secret = channel.SecretFrom is { } variable ? Environment.GetEnvironmentVariable(variable)?.Trim() : null;
        if (channel.SecretFrom is not null && string.IsNullOrEmpty(secret))
        {
            return new($"The environment variable {channel.SecretFrom} of channel '{channel.Name}' is not set.", IsPermanent: false);
        }

        if (!_channels.TryGetValue(channel.Kind, out var sender))
        {
            return new($"This release has no kind of channel '{channel.Kind}'.", IsPermanent: false);
        }

        var outgoing = new OutgoingNotification(notification, channel, addresses.Of(notification.Recipient, policy), secret);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(limit.Value);
        try
        {
            await sender.SendAsync(outgoing, limited.Token);
            return null;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return ErrorOf(e, outgoing);
        }
    }

    NotificationError ErrorOf(Exception e, OutgoingNotification outgoing) => e switch
    {
        OperationCanceledException => new($"The receiver of '{outgoing.Channel.Name}' did not answer within {limit.Value.TotalSeconds:0.#} s.", IsPermanent: false),
        NotSentException refused => new(refused.Message, refused.IsPermanent),
        { InnerException: NotSentException refused } => new(refused.Message, refused.IsPermanent),
        _ => new(Redacted($"The receiver of '{outgoing.Channel.Name}' could not be reached: {e.Message}", outgoing), IsPermanent: false),
    };

    static string Redacted(string message, OutgoingNotification outgoing)
    {
        var path = Uri.TryCreate(outgoing.Secret, UriKind.Absolute, out var url) && url.PathAndQuery.Length > 1 ? url.PathAndQuery : null;
        return Redaction.Of(message, outgoing.Secret, path, outgoing.Address);
    }
}
