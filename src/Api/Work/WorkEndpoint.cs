using EventedPipelines.Api.Http;
using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.Work;
using Npgsql;
using NpgsqlTypes;
using Wolverine.Http;

namespace EventedPipelines.Api.Work;

public sealed record WorkPosition(int Rank, long ReadyAt, long Id);

public static class WorkEndpoint
{
    // Leases run on the database's clock (architecture.md, Clock).
    const string State = "case when discarded_at is not null then 'discarded' when dead_at is not null then 'dead' when lease_until > clock_timestamp() then 'leased' else 'due' end";

    // What a person is to decide about, then what goes wrong, then what happens next; the watches of hundreds of intervals, each due within a minute, behind it all.
    const string Rank = "case when dead_at is not null then 0 when failures > 0 then 1 when kind = any($6) then 3 else 2 end";

    // An interval's incident has the names of its interval in its own document; a notification those of what it is about.
    const string Sql = $"""
        select w.id, w.state, w.kind, w.key, w.stream_id, s.type,
            coalesce(r.data ->> 'pipeline', i.data ->> 'pipeline', c.data ->> 'pipeline', o.data ->> 'pipeline', n.data -> 'queued' ->> 'pipeline'),
            coalesce(r.data ->> 'slice', i.data ->> 'slice', o.data ->> 'interval', d.data ->> 'interval', n.data -> 'queued' ->> 'interval'),
            w.due, w.ready_at, w.priority, w.because, w.lease_owner, w.lease_until, w.fence, w.failures, w.error, w.dead_at,
            (extract(epoch from w.ready_at) * 1000000)::bigint, w.discarded_at,
            coalesce(r.data ->> 'area', i.data ->> 'area', o.data ->> 'area', d.data ->> 'area', n.data -> 'queued' ->> 'area'), w.rank
        from (select * from (select *, {State} as state, {Rank} as rank from ep.pending_work) owed
              where case when $1::text is null then discarded_at is null else state = $1 end and ($2::text is null or kind = $2)
                  and ($3::timestamptz is null or (rank, ready_at, id) > ($4, $3, $5))
              order by rank, ready_at, id
              limit $7) w
        left join ep.mt_streams s on s.id = w.stream_id
        left join ep.mt_doc_run r on r.id = w.stream_id
        left join ep.mt_doc_interval i on i.id = w.stream_id
        left join ep.mt_doc_schedule c on c.id = w.stream_id
        left join ep.mt_doc_incident o on o.id = w.stream_id
        left join ep.mt_doc_delivery d on d.id = w.stream_id
        left join ep.mt_doc_notification n on n.id = w.stream_id
        order by w.rank, w.ready_at, w.id
        """;

    const string CountSql = $"""
        select kind, state, count(*)::int, (count(*) filter (where failures > 0))::int
        from (select kind, failures, {State} as state from ep.pending_work) w group by kind, state order by kind, state
        """;

    static readonly string[] kinds = [.. WorkKind.All.Select(kind => kind.Name)];
    static readonly string[] watches = [.. WorkKind.Watches.Select(kind => kind.Name)];

    [WolverineGet("/api/v1/work")]
    [Tags("Work"), EndpointSummary("Pending work: what is dead, what fails, what is due by its time, and last the looks at the files of watched intervals. With counts of all of it; what was discarded is listed when it is asked for.")]
    public static async Task<Reply<WorkPage>> List(WorkState? state, string? kind, int? limit, string? cursor, NpgsqlDataSource database, CancellationToken token)
    {
        if (kind is not null && !kinds.Contains(kind))
        {
            return Problems.Invalid(nameof(kind), NearestName.Unknown(kind, kinds));
        }

        if (!Cursor.TryDecode<WorkPosition>(cursor, out var after))
        {
            return Problems.NoCursor();
        }

        var size = limit ?? Page.DefaultLimit;
        var (rows, counts) = await ReadAsync(database, state, kind, after, size + 1, token);
        var page = Page.Of(rows, size, row => row.Work, row => Cursor.Encode(row.Position));
        return new WorkPage(page.Items, page.Next, counts);
    }

    static async Task<(List<(WorkView Work, WorkPosition Position)> Rows, List<WorkCount> Counts)> ReadAsync(
        NpgsqlDataSource database, WorkState? state, string? kind, WorkPosition? after, int limit, CancellationToken token)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new(Sql)
        {
            Parameters =
            {
                new() { Value = state is { } word ? JsonShape.Word(word) : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                new() { Value = kind ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                new() { Value = after is null ? DBNull.Value : DateTime.UnixEpoch.AddMicroseconds(after.ReadyAt), NpgsqlDbType = NpgsqlDbType.TimestampTz },
                new() { Value = after?.Rank ?? 0 },
                new() { Value = after?.Id ?? 0 },
                new() { Value = watches },
                new() { Value = limit },
            },
        });
        batch.BatchCommands.Add(new(CountSql));
        await using var reader = await batch.ExecuteReaderAsync(token);
        List<(WorkView, WorkPosition)> found = [];
        while (await reader.ReadAsync(token))
        {
            found.Add((WorkOf(reader), new(reader.GetInt32(21), reader.GetInt64(18), reader.GetInt64(0))));
        }

        await reader.NextResultAsync(token);
        List<WorkCount> counts = [];
        while (await reader.ReadAsync(token))
        {
            counts.Add(new(reader.GetString(0), watches.Contains(reader.GetString(0)), StateOf(reader, 1), reader.GetInt32(2), reader.GetInt32(3)));
        }

        return (found, counts);
    }

    static WorkState StateOf(NpgsqlDataReader row, int column) => Enum.Parse<WorkState>(row.GetString(column), ignoreCase: true);

    static WorkView WorkOf(NpgsqlDataReader row) => new(
        row.GetInt64(0), StateOf(row, 1), row.GetString(2), row.GetString(3),
        new(row.GetGuid(4), Text(row, 5), Text(row, 6), Slice.TryParse(Text(row, 7), out var interval) ? interval : null, Text(row, 20)),
        row.GetFieldValue<DateTimeOffset>(8), row.GetFieldValue<DateTimeOffset>(9), row.GetInt32(10), row.GetString(11),
        Text(row, 12), Instant(row, 13), row.GetInt64(14), row.GetInt32(15), Text(row, 16), Instant(row, 17), Instant(row, 19));

    static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    static DateTimeOffset? Instant(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
}
