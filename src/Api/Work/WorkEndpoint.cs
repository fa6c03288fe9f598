using EventedPipelines.Api.Http;
using EventedPipelines.Domain.Intervals;
using Npgsql;
using NpgsqlTypes;
using Wolverine.Http;

namespace EventedPipelines.Api.Work;

public sealed record WorkPosition(long ReadyAt, long Id);

public static class WorkEndpoint
{
    // Leases run on the database's clock (architecture.md, Clock). An interval's incident has the names of its interval in its own document; a
    // notification those of what it is about.
    const string Sql = """
        select w.id, w.state, w.kind, w.key, w.stream_id, s.type,
            coalesce(r.data ->> 'pipeline', i.data ->> 'pipeline', c.data ->> 'pipeline', o.data ->> 'pipeline', n.data -> 'queued' ->> 'pipeline'),
            coalesce(r.data ->> 'slice', i.data ->> 'slice', o.data ->> 'interval', d.data ->> 'interval', n.data -> 'queued' ->> 'interval'),
            w.due, w.ready_at, w.priority, w.because, w.lease_owner, w.lease_until, w.fence, w.failures, w.error, w.dead_at,
            (extract(epoch from w.ready_at) * 1000000)::bigint, w.discarded_at,
            coalesce(r.data ->> 'area', i.data ->> 'area', o.data ->> 'area', d.data ->> 'area', n.data -> 'queued' ->> 'area')
        from (select *, case when discarded_at is not null then 'discarded' when dead_at is not null then 'dead' when lease_until > clock_timestamp() then 'leased' else 'due' end as state
              from ep.pending_work) w
        left join ep.mt_streams s on s.id = w.stream_id
        left join ep.mt_doc_run r on r.id = w.stream_id
        left join ep.mt_doc_interval i on i.id = w.stream_id
        left join ep.mt_doc_schedule c on c.id = w.stream_id
        left join ep.mt_doc_incident o on o.id = w.stream_id
        left join ep.mt_doc_delivery d on d.id = w.stream_id
        left join ep.mt_doc_notification n on n.id = w.stream_id
        where case when $1::text is null then w.discarded_at is null else w.state = $1 end and ($2::timestamptz is null or (w.ready_at, w.id) > ($2, $3))
        order by w.ready_at, w.id
        limit $4
        """;

    [WolverineGet("/api/v1/work")]
    [Tags("Work"), EndpointSummary("Pending work by its time: what is due now or later, what workers hold, what is dead. What was discarded is shown when it is asked for.")]
    public static async Task<Reply<Page<WorkView>>> List(WorkState? state, int? limit, string? cursor, NpgsqlDataSource database, CancellationToken token)
    {
        if (!Cursor.TryDecode<WorkPosition>(cursor, out var after))
        {
            return Problems.NoCursor();
        }

        var size = limit ?? Page.DefaultLimit;
        return Page.Of(await ReadAsync(database, state, after, size + 1, token), size, row => row.Work, row => Cursor.Encode(row.Position));
    }

    static async Task<List<(WorkView Work, WorkPosition Position)>> ReadAsync(NpgsqlDataSource database, WorkState? state, WorkPosition? after, int limit, CancellationToken token)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = state is { } word ? JsonShape.Word(word) : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = after is null ? DBNull.Value : DateTime.UnixEpoch.AddMicroseconds(after.ReadyAt), NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new() { Value = after?.Id ?? 0 });
        command.Parameters.Add(new() { Value = limit });
        await using var reader = await command.ExecuteReaderAsync(token);
        List<(WorkView, WorkPosition)> found = [];
        while (await reader.ReadAsync(token))
        {
            found.Add((WorkOf(reader), new(reader.GetInt64(18), reader.GetInt64(0))));
        }

        return found;
    }

    static WorkView WorkOf(NpgsqlDataReader row) => new(
        row.GetInt64(0), Enum.Parse<WorkState>(row.GetString(1), ignoreCase: true), row.GetString(2), row.GetString(3),
        new(row.GetGuid(4), Text(row, 5), Text(row, 6), Slice.TryParse(Text(row, 7), out var interval) ? interval : null, Text(row, 20)),
        row.GetFieldValue<DateTimeOffset>(8), row.GetFieldValue<DateTimeOffset>(9), row.GetInt32(10), row.GetString(11),
        Text(row, 12), Instant(row, 13), row.GetInt64(14), row.GetInt32(15), Text(row, 16), Instant(row, 17), Instant(row, 19));

    static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    static DateTimeOffset? Instant(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
}
