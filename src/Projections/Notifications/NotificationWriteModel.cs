using EventedPipelines.Domain.Notifications;
using EventedPipelines.Projections.Store;
using Marten;

namespace EventedPipelines.Projections.Notifications;

public sealed class NotificationWriteModel() : WriteModel<Notification>(EventNames.Of<INotificationEvent>(), Notification.Fold, NotificationWork.Pending)
{
    /// <summary>Looked up by what they are about, by whom they are for, and newest first.</summary>
    public static void Index(StoreOptions options) => options.Schema.For<Notification>()
        .DocumentAlias("notification")
        .Index(told => told.Queued.SubjectId)
        .Index(told => told.Queued.Recipient)
        .Index(told => told.Queued.QueuedAt);
}
