using EventedPipelines.Domain.Notifications;
using Marten;

namespace EventedPipelines.Projections.Notifications;

public static class NotificationStreams
{
    /// <summary>
    /// Puts notifications down in the transaction of what they tell, each a stream that owes its delivery. Its id is made of its key: one that is
    /// there already was decided before, and is not told again.
    /// </summary>
    public static async Task QueueAsync(this IDocumentSession session, IReadOnlyList<NotificationQueued> notifications, CancellationToken token)
    {
        if (notifications.Count == 0)
        {
            return;
        }

        var known = (await session.LoadManyAsync<Notification>(token, [.. notifications.Select(told => told.NotificationId)])).Select(told => told.Id).ToHashSet();
        foreach (var told in notifications.Where(told => known.Add(told.NotificationId)))
        {
            session.Events.StartStream<Notification>(told.NotificationId, told);
        }
    }
}
