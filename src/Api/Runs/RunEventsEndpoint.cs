using System.Text.Json;
using EventedPipelines.Api.Http;
using Npgsql;
using NpgsqlTypes;
using Wolverine.Http;

namespace EventedPipelines.Api.Runs;

/// <summary>An event as it is stored, with its metadata. <paramref name="Data"/> names its cause in `because`, where it has one.</summary>
public sealed record StoredEventView(Guid Id, long Sequence, long Version, string Type, DateTimeOffset At, string? Actor, string? CorrelationId, JsonElement Data);

public sealed record EventKey(long Version);

public static class RunEventsEndpoint
{
    const string Sql = """
        select id, seq_id, version, type, timestamp, user_name, correlation_id, data from ep.mt_events
        where stream_id = $1 and version > $2 and exists (select from ep.mt_doc_run where id = $1)
        order by version limit $3
        """;

    [WolverineGet("/api/v1/runs/{id:guid}/events")]
    [Tags("Runs"), EndpointSummary("The run's events in order, as they are stored.")]
    [Refuses(404)]
    public static async Task<Reply<Page<StoredEventView>>> Get(Guid id, int? limit, string? cursor, NpgsqlDataSource database, CancellationToken token)
    {
        if (!Cursor.TryDecode<EventKey>(cursor, out var after))
        {
            return Problems.Invalid("cursor", "This is no cursor of this list. Leave it out for the first page.");
        }

        var size = limit ?? Page.DefaultLimit;
        var found = await ReadAsync(database, id, after?.Version ?? 0, size + 1, token);
        return found.Count == 0 && after is null
            ? Problems.UnknownRun(id)
            : Page.Of(found, size, stored => stored, stored => Cursor.Encode(new EventKey(stored.Version)));
    }

    static async Task<List<StoredEventView>> ReadAsync(NpgsqlDataSource database, Guid stream, long after, int limit, CancellationToken token)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = stream });
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = limit, NpgsqlDbType = NpgsqlDbType.Integer });
        await using var reader = await command.ExecuteReaderAsync(token);
        List<StoredEventView> found = [];
        while (await reader.ReadAsync(token))
        {
            found.Add(new(
                reader.GetGuid(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetString(3), reader.GetFieldValue<DateTimeOffset>(4),
                reader.IsDBNull(5) ? null : reader.GetString(5), reader.IsDBNull(6) ? null : reader.GetString(6), reader.GetFieldValue<JsonElement>(7)));
        }

        return found;
    }
}
