using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Domain.Team.OnCall;
using Marten;

namespace EventedPipelines.Projections.Team.OnCall;

public static class PagesReceived
{
    /// <summary>The pages of incidents that people got from an instant on, before another. One is one, however many channels it went by: they name the same event.</summary>
    public static async Task<IReadOnlyList<PageReceived>> PagesReceivedAsync(this IQuerySession session, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var sent = await session.Query<Notification>()
            .Where(notification => notification.Queued.Kind == NotificationKind.Page && notification.Queued.QueuedAt >= from && notification.Queued.QueuedAt < to)
            .Select(notification => new { notification.Queued.Recipient, notification.Queued.SubjectId, notification.Queued.Because })
            .ToListAsync(cancellationToken);
        return [.. sent.Distinct().Select(page => new PageReceived(page.Recipient, page.SubjectId))];
    }
}
