using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Projections.Kernel.Store;
using Marten;

namespace EventedPipelines.Projections.Kernel.Notifications;

public sealed class NotificationWriteModel() : WriteModel<Notification>("notification", MarkedEvents.Of<INotificationEvent>(), Notification.Fold, NotificationWork.Pending)
{
    /// <summary>Looked up by what they are about, by whom they are for, and newest first.</summary>
    protected override void Configure(MartenRegistry.DocumentMappingExpression<Notification> document) =>
        document.Index(notification => notification.Queued.SubjectId).Index(notification => notification.Queued.Recipient).Index(notification => notification.Queued.QueuedAt);
}
