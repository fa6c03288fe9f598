using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Domain.Reliability.Notifications;
using EventedPipelines.Workers.Reliability.Notifications;

namespace EventedPipelines.Workers.Demo.Simulations;

/// <summary>The receivers of a demonstration: each takes what it is sent, but for one notification in twelve, which it takes at the second attempt.</summary>
sealed class SimulatedReceivers : Inbox
{
    static readonly NotificationError Busy = new("The simulated receiver was busy.", IsPermanent: false);

    /// <summary>By the notification's id, which is made of its key: the same whenever it is asked.</summary>
    public override NotificationError? Take(Notification notification) => notification is { Attempts: 0 } && notification.Id.ToByteArray()[0] % 12 == 0 ? Busy : null;
}
