using System.Text.Json;
using EventedPipelines.Api.Kernel.Http;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using NpgsqlTypes;

namespace EventedPipelines.Api.Kernel.Events;

/// <summary>
/// An event as it is stored, with its metadata. <paramref name="Via"/> is by whose right <paramref name="Actor"/> acted, where that was not their own: the
/// administrator's key (`api-key`), or being on this machine (`local`). <paramref name="Data"/> names its cause in `because`, where it has one.
/// </summary>
public sealed record StoredEventView(Guid Id, long Sequence, long Version, string Type, DateTimeOffset At, string? Actor, string? Via, string? CorrelationId, JsonElement Data);

public sealed record EventKey(long Version);

/// <summary>The history of one stream, in order.</summary>
public static class StoredEvents
{
    const string Sql = """
        select id, seq_id, version, type, timestamp, user_name, correlation_id, data from ep.mt_events
        where stream_id = $1 and version > $2 and exists (select from ep.mt_streams where id = $1 and type = $4)
        order by version limit $3
        """;

    /// <param name="database">Where the events are.</param>
    /// <param name="stream">Whose events.</param>
    /// <param name="type">What the stream has to be: "run", "incident".</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cursor">Where the page before ended.</param>
    /// <param name="unknown">What is answered where there is no such stream.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public static async Task<Reply<Page<StoredEventView>>> PageAsync(
        NpgsqlDataSource database, Guid stream, string type, int? limit, string? cursor, Func<Guid, ProblemDetails> unknown, CancellationToken cancellationToken)
    {
        if (!Cursor.TryDecode<EventKey>(cursor, out var after))
        {
            return Problems.NoCursor();
        }

        var size = limit ?? Page.DefaultLimit;
        var found = await ReadAsync(database, stream, type, after?.Version ?? 0, size + 1, cancellationToken);
        return found.Count == 0 && after is null
            ? unknown(stream)
            : Page.Of(found, size, stored => stored, stored => Cursor.Encode(new EventKey(stored.Version)));
    }

    static async Task<List<StoredEventView>> ReadAsync(NpgsqlDataSource database, Guid stream, string type, long after, int limit, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = stream });
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = limit, NpgsqlDbType = NpgsqlDbType.Integer });
        command.Parameters.Add(new() { Value = type });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<StoredEventView> found = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            var (actor, via) = reader.IsDBNull(5) ? default : Actor.Of(reader.GetString(5));
            found.Add(new(
                reader.GetGuid(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetString(3), reader.GetFieldValue<DateTimeOffset>(4),
                actor, via, reader.IsDBNull(6) ? null : reader.GetString(6), reader.GetFieldValue<JsonElement>(7)));
        }

        return found;
    }
}
