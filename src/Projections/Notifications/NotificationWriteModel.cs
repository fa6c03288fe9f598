using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Projections.Store;
using Marten;

namespace EventedPipelines.Projections.Notifications;

public sealed class NotificationWriteModel() : WriteModel<Notification>("notification", EventNames.Of<INotificationEvent>(), Notification.Fold, NotificationWork.Pending)
{
    /// <summary>Looked up by what they are about, by whom they are for, and newest first.</summary>
    protected override void Configure(MartenRegistry.DocumentMappingExpression<Notification> document) => document.Index(told => told.Queued.SubjectId).Index(told => told.Queued.Recipient).Index(told => told.Queued.QueuedAt);
}
