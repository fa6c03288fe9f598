using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Production.Schedules;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Domain.Reliability.Sla;
using EventedPipelines.Projections.Kernel.Store;
using EventedPipelines.Projections.Kernel.Work;
using Npgsql;
using NpgsqlTypes;

namespace EventedPipelines.Projections.Reliability.Work;

/// <summary>The sort key of pending work. The instant is in microseconds, as PostgreSQL has it.</summary>
public sealed record WorkPosition(int Rank, long ReadyAt, long Id);

/// <summary>Which work is asked for; without a state all but what was discarded.</summary>
public sealed record WorkFilter(WorkState? State, WorkKind? Kind);

/// <summary>A row of pending work, with what its stream is about: a delivery is an area's and has no pipeline. <paramref name="StreamType"/> is null where the stream is not there.</summary>
public sealed record FoundWork(
    long Id, WorkState State, WorkKind Kind, string Key, Guid Stream, string? StreamType, string? Pipeline, DataInterval? Interval, string? Area, DateTimeOffset Due, DateTimeOffset ReadyAt,
    int Priority, string Because, string? LeaseOwner, DateTimeOffset? LeaseUntil, long Fence, int Failures, string? Error, DateTimeOffset? DeadAt, DateTimeOffset? DiscardedAt,
    WorkPosition Position);

/// <summary>How many rows there are of a kind and state, and how many of them failed last time.</summary>
public sealed record CountedWork(WorkKind Kind, WorkState State, int Count, int Failing);

/// <summary>
/// Reads pending work: what a person is to decide about, then what goes wrong, then what happens next; the watches of hundreds of intervals, each due within a minute,
/// behind it all.
/// </summary>
public static class WorkSearch
{
    static readonly StoredDocument<Run> R = new("r");
    static readonly StoredDocument<Interval> I = new("i");
    static readonly StoredDocument<Schedule> C = new("c");
    static readonly StoredDocument<Incident> O = new("o");
    static readonly StoredDocument<Promise> D = new("d");
    static readonly StoredDocument<Notification> N = new("n");

    // Leases run on the database's clock (architecture.md, Clock).
    static readonly string State = $"""
        case when discarded_at is not null then {StoredName.Quoted(WorkState.Discarded)} when dead_at is not null then {StoredName.Quoted(WorkState.Dead)}
            when lease_until > clock_timestamp() then {StoredName.Quoted(WorkState.Leased)} else {StoredName.Quoted(WorkState.Due)} end
        """;

    const string Rank = "case when dead_at is not null then 0 when failures > 0 then 1 when kind = any($6) then 3 else 2 end";

    // An interval's incident has the names of its interval in its own document; a notification those of what it is about.
    static readonly string Sql = $"""
        select w.id, w.state, w.kind, w.key, w.stream_id, s.type,
            coalesce({R.Text(run => run.Pipeline)}, {I.Text(interval => interval.Pipeline)}, {C.Text(schedule => schedule.Pipeline)}, {O.Text(incident => incident.Pipeline)},
                {N.Text(notification => notification.Queued.Pipeline)}),
            coalesce({R.Text(run => run.DataInterval)}, {I.Text(interval => interval.DataInterval)}, {O.Text(incident => incident.Interval)}, {D.Text(promise => promise.Interval)},
                {N.Text(notification => notification.Queued.Interval)}),
            coalesce({R.Text(run => run.Area)}, {I.Text(interval => interval.Area)}, {O.Text(incident => incident.Area)}, {D.Text(promise => promise.Area)},
                {N.Text(notification => notification.Queued.Area)}),
            w.due, w.ready_at, w.priority, w.because, w.lease_owner, w.lease_until, w.fence, w.failures, w.error, w.dead_at, w.discarded_at,
            w.rank, (extract(epoch from w.ready_at) * 1000000)::bigint
        from (select * from (select *, {State} as state, {Rank} as rank from ep.pending_work) owed
              where case when $1::text is null then discarded_at is null else state = $1 end and ($2::text is null or kind = $2)
                  and ($3::timestamptz is null or (rank, ready_at, id) > ($4, $3, $5))
              order by rank, ready_at, id
              limit $7) w
        left join ep.mt_streams s on s.id = w.stream_id
        left join {R.Table} on r.id = w.stream_id
        left join {I.Table} on i.id = w.stream_id
        left join {C.Table} on c.id = w.stream_id
        left join {O.Table} on o.id = w.stream_id
        left join {D.Table} on d.id = w.stream_id
        left join {N.Table} on n.id = w.stream_id
        order by w.rank, w.ready_at, w.id
        """;

    static readonly string CountSql = $"""
        select kind, state, count(*)::int, (count(*) filter (where failures > 0))::int
        from (select kind, failures, {State} as state from ep.pending_work) w group by kind, state order by kind, state
        """;

    static readonly string[] Watches = [.. WorkKind.Watches.Select(kind => kind.Name)];

    /// <param name="database">Where it is.</param>
    /// <param name="filter">Which rows.</param>
    /// <param name="after">The last one of the page before.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <returns>The rows, and counts of all work, whatever was asked for, by kind and state in the order of their names.</returns>
    public static async Task<(IReadOnlyList<FoundWork> Rows, IReadOnlyList<CountedWork> Counts)> FindAsync(
        NpgsqlDataSource database, WorkFilter filter, WorkPosition? after, int limit, CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new(Sql)
        {
            Parameters =
            {
                Rows.Word(filter.State),
                Rows.Parameter(filter.Kind?.Name, NpgsqlDbType.Text),
                Rows.Parameter(after is null ? null : DateTime.UnixEpoch.AddMicroseconds(after.ReadyAt), NpgsqlDbType.TimestampTz),
                new() { Value = after?.Rank ?? 0 },
                new() { Value = after?.Id ?? 0 },
                new() { Value = Watches },
                new() { Value = limit },
            },
        });
        batch.BatchCommands.Add(new(CountSql));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var found = await reader.RowsAsync(WorkOf, cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var counts = await reader.RowsAsync(row => new CountedWork(WorkKind.Of(row.GetString(0)), StoredName.Parse<WorkState>(row.GetString(1)), row.GetInt32(2), row.GetInt32(3)), cancellationToken);
        return (found, counts);
    }

    static FoundWork WorkOf(NpgsqlDataReader row) => new(
        row.GetInt64(0), StoredName.Parse<WorkState>(row.GetString(1)), WorkKind.Of(row.GetString(2)), row.GetString(3), row.GetGuid(4), row.Text(5),
        row.Text(6), DataInterval.TryParse(row.Text(7), out var interval) ? interval : null, row.Text(8),
        row.GetFieldValue<DateTimeOffset>(9), row.GetFieldValue<DateTimeOffset>(10), row.GetInt32(11), row.GetString(12),
        row.Text(13), row.Instant(14), row.GetInt64(15), row.GetInt32(16), row.Text(17), row.Instant(18), row.Instant(19),
        new(row.GetInt32(20), row.GetInt64(21), row.GetInt64(0)));
}
