using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Projections.Kernel.Store;
using Marten;
using Npgsql;
using NpgsqlTypes;

namespace EventedPipelines.Projections.Reliability.Notifications;

/// <summary>The sort key of a notification. The instant is in microseconds, as PostgreSQL has it.</summary>
public sealed record NotificationKey(long QueuedAt, Guid Id);

/// <summary>Reads what people were told, newest first.</summary>
public static class NotificationSearch
{
    static readonly StoredDocument<Notification> Notifications = new();

    static readonly NewestFirst<Notification> Newest = new(notification => notification.Queued.QueuedAt, $"""
        ($4::text is null or {Notifications.Text(notification => notification.Queued.Recipient)} = $4) and ($5::text is null or {Notifications.Text(notification => notification.State)} = $5)
        """);

    /// <param name="database">Where they are.</param>
    /// <param name="json">Reads them.</param>
    /// <param name="recipient">Only those for an engineer or a team.</param>
    /// <param name="state">Only those that are there yet.</param>
    /// <param name="after">The last one of the page before.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public static async Task<IReadOnlyList<(Notification Notification, NotificationKey Key)>> FindAsync(
        NpgsqlDataSource database, ISerializer json, string? recipient, NotificationState? state, NotificationKey? after, int limit, CancellationToken cancellationToken)
    {
        var found = await Newest.ReadAsync(
            database, json, after is null ? null : (after.QueuedAt, after.Id), limit, cancellationToken, Rows.Parameter(recipient, NpgsqlDbType.Text), Rows.Word(state));
        return [.. found.Select(row => (row.Document, new NotificationKey(row.At, row.Id)))];
    }
}
