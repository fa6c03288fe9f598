using EventedPipelines.Domain.Kernel.Notifications;
using Marten;

namespace EventedPipelines.Projections.Reliability.Notifications;

/// <summary>Whether a notification has arrived, and what its last attempt failed of.</summary>
public sealed record NotificationOutcome(Guid Id, NotificationState State, string? Error);

public static class NotificationOutcomes
{
    public static async Task<IReadOnlyDictionary<Guid, NotificationOutcome>> NotificationOutcomesAsync(this IQuerySession session, IEnumerable<Guid> notifications, CancellationToken cancellationToken)
    {
        var ids = notifications.ToArray();
        var found = await session.Query<Notification>().Where(notification => notification.Id.IsOneOf(ids))
            .Select(notification => new NotificationOutcome(notification.Id, notification.State, notification.Error)).ToListAsync(cancellationToken);
        return found.ToDictionary(outcome => outcome.Id);
    }
}
