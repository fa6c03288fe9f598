using EventedPipelines.Domain.Incidents;
using EventedPipelines.Projections.Incidents;
using Marten;
using Npgsql;
using NpgsqlTypes;

namespace EventedPipelines.Api.Incidents;

/// <summary>Which incidents are asked for. <paramref name="Resolved"/>: only those that are, or only those that are not.</summary>
public sealed record IncidentFilter(IncidentStatus? Status, bool? Resolved, string? Area, string? Pipeline);

/// <summary>The sort key of an incident. The instant is in microseconds, as PostgreSQL has it.</summary>
public sealed record IncidentKey(long OpenedAt, Guid Id);

/// <summary>Reads the incidents' documents, newest first.</summary>
public static class IncidentSearch
{
    const string OpenedAt = "ep.mt_immutable_timestamptz(data -> 'state' ->> 'openedAt')";

    const string Sql = $"""
        select data, (extract(epoch from {OpenedAt}) * 1000000)::bigint, id from ep.mt_doc_incident_details
        where ($1::text is null or data ->> 'status' = $1) and ($2::bool is null or (data ->> 'status' = 'Resolved') = $2)
            and ($3::text is null or data -> 'state' ->> 'area' = $3) and ($4::text is null or data -> 'state' ->> 'pipeline' = $4)
            and ($5::timestamptz is null or ({OpenedAt}, id) < ($5, $6))
        order by {OpenedAt} desc, id desc
        limit $7
        """;

    public static async Task<IReadOnlyList<(IncidentDetails Incident, IncidentKey Key)>> FindAsync(
        NpgsqlDataSource database, ISerializer json, IncidentFilter filter, IncidentKey? after, int limit, CancellationToken token)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.AddRange(new NpgsqlParameter[]
        {
            Nullable(filter.Status?.ToString(), NpgsqlDbType.Text),
            Nullable(filter.Resolved, NpgsqlDbType.Boolean),
            Nullable(filter.Area, NpgsqlDbType.Text),
            Nullable(filter.Pipeline, NpgsqlDbType.Text),
            Nullable(after is null ? null : DateTime.UnixEpoch.AddMicroseconds(after.OpenedAt), NpgsqlDbType.TimestampTz),
            new() { Value = after?.Id ?? Guid.Empty },
            new() { Value = limit },
        });
        await using var reader = await command.ExecuteReaderAsync(token);
        List<(IncidentDetails, IncidentKey)> found = [];
        while (await reader.ReadAsync(token))
        {
            found.Add((await json.FromJsonAsync<IncidentDetails>(reader, 0, token), new(reader.GetInt64(1), reader.GetGuid(2))));
        }

        return found;
    }

    static NpgsqlParameter Nullable(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
