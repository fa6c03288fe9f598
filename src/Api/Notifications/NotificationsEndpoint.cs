using EventedPipelines.Api.Http;
using EventedPipelines.Domain.Notifications;
using Marten;
using Npgsql;
using NpgsqlTypes;
using Wolverine.Http;

namespace EventedPipelines.Api.Notifications;

public sealed record NotificationKey(long QueuedAt, Guid Id);

public static class NotificationsEndpoint
{
    const string QueuedAt = "ep.mt_immutable_timestamptz(data -> 'queued' ->> 'queuedAt')";

    const string Sql = $"""
        select data, (extract(epoch from {QueuedAt}) * 1000000)::bigint, id from ep.mt_doc_notification
        where ($1::text is null or data -> 'queued' ->> 'recipient' = $1) and ($2::text is null or data ->> 'state' = $2)
            and ($3::timestamptz is null or ({QueuedAt}, id) < ($3, $4))
        order by {QueuedAt} desc, id desc
        limit $5
        """;

    [WolverineGet("/api/v1/notifications")]
    [Tags("Notifications"), EndpointSummary("What people were told, or are about to be, newest first: the inbox. 'engineer' is whoever it is for, an engineer or a team.")]
    public static async Task<Reply<Page<NotificationView>>> List(
        string? engineer, NotificationState? state, int? limit, string? cursor, IDocumentStore store, NpgsqlDataSource database, CancellationToken token)
    {
        if (!Cursor.TryDecode<NotificationKey>(cursor, out var after))
        {
            return Problems.NoCursor();
        }

        var size = limit ?? Page.DefaultLimit;
        var found = await ReadAsync(database, store.Options.Serializer(), engineer, state, after, size + 1, token);
        return Page.Of(found, size, row => NotificationView.Of(row.Notification), row => Cursor.Encode(row.Key));
    }

    static async Task<IReadOnlyList<(Notification Notification, NotificationKey Key)>> ReadAsync(
        NpgsqlDataSource database, ISerializer json, string? engineer, NotificationState? state, NotificationKey? after, int limit, CancellationToken token)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = (object?)engineer ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = (object?)state?.ToString() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = after is null ? DBNull.Value : DateTime.UnixEpoch.AddMicroseconds(after.QueuedAt), NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new() { Value = after?.Id ?? Guid.Empty });
        command.Parameters.Add(new() { Value = limit });
        await using var reader = await command.ExecuteReaderAsync(token);
        List<(Notification, NotificationKey)> found = [];
        while (await reader.ReadAsync(token))
        {
            found.Add((await json.FromJsonAsync<Notification>(reader, 0, token), new(reader.GetInt64(1), reader.GetGuid(2))));
        }

        return found;
    }
}
