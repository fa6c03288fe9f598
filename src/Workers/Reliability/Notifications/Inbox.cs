using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Domain.Reliability.Notifications;

namespace EventedPipelines.Workers.Reliability.Notifications;

/// <summary>What becomes of a notification for the inbox: it takes whatever it gets. A demonstration has another, which stands for receivers.</summary>
public class Inbox
{
    /// <summary>Null where it is taken.</summary>
    public virtual NotificationError? Take(Notification notification) => null;
}
