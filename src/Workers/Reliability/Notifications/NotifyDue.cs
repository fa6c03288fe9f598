using EventedPipelines.Application.Catalog.Policies;
using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Domain.Reliability.Notifications;
using EventedPipelines.Workers.Kernel.Work;
using Marten;

namespace EventedPipelines.Workers.Reliability.Notifications;

/// <summary>A notification is to be sent, for the first time or again (domain.md 3.5).</summary>
public sealed record NotifyDue(Guid NotificationId, long WorkId, long Fence);

/// <summary>
/// Sends outside of any transaction, then appends what came of it. A process that dies in between leaves the work owed, and the receiver sees
/// the key twice.
/// </summary>
public sealed class NotifyDueHandler(IDocumentStore store, NotificationSender sender, ChannelGates gates, WorkLeases leases, Inbox inbox, WorkerName worker, TimeProvider clock)
{
    // The net. Whoever leaves a crowded channel lets the next one in.
    static readonly TimeSpan Wait = TimeSpan.FromSeconds(5);

    public async Task Handle(NotifyDue due, CancellationToken cancellationToken)
    {
        var (notification, policy) = await LoadAsync(due.NotificationId, cancellationToken);
        if (notification.State is not NotificationState.Queued)
        {
            return;
        }

        var channel = sender.ChannelFor(notification.Queued, policy);
        if (channel.Kind == ChannelKind.Inbox)
        {
            await ReportAsync(due, inbox.Take(notification), cancellationToken);
        }
        else if (await EnterAsync(due, channel, policy.Channels.Count(other => other.Kind != ChannelKind.Inbox), cancellationToken))
        {
            try
            {
                await ReportAsync(due, await sender.SendAsync(notification.Queued, channel, policy, cancellationToken), cancellationToken);
            }
            finally
            {
                await LeaveAsync(channel, cancellationToken);
            }
        }
    }

    /// <summary>False where there is no place: then it is put off. Tried once more after that, so that who has left in between is not overlooked.</summary>
    async Task<bool> EnterAsync(NotifyDue due, Channel channel, int channels, CancellationToken cancellationToken)
    {
        if (gates.TryEnter(channel.Name, channels))
        {
            return true;
        }

        var now = clock.GetUtcNow();
        await leases.SnoozeAsync(due.WorkId, due.Fence, now + Wait, cancellationToken);
        await leases.PutOffAsync(WorkKind.Notify, channel.Name, now, now + Wait, cancellationToken);
        return gates.TryEnter(channel.Name, channels);
    }

    async Task<(Notification Notification, NotificationPolicy Policy)> LoadAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var notification = (await session.LoadAsync<Notification>(id, cancellationToken))!;
        return (notification, (await session.PoliciesAsync(cancellationToken)).Policies.Notifications);
    }

    Task<Decision> ReportAsync(NotifyDue due, NotificationError? error, CancellationToken cancellationToken) => store.DecideAsync<Notification>(
        due.NotificationId, worker.Value, (state, now) => ReportNotificationDecision.Decide(new(error), state, now), cancellationToken);

    async Task LeaveAsync(Channel channel, CancellationToken cancellationToken)
    {
        if (gates.Leave(channel.Name) && !await leases.LetInAsync(WorkKind.Notify, channel.Name, clock.GetUtcNow(), cancellationToken))
        {
            gates.Clear(channel.Name);
        }
    }
}
