using Npgsql;

namespace EventedPipelines.Workers.Work;

/// <summary>
/// The dispatcher's side of `pending_work`: claim, heartbeat, give back. Leases run on the database's clock, due times on ours
/// (architecture.md, Clock).
/// </summary>
public sealed class WorkLeases(NpgsqlDataSource database)
{
    /// <summary>How long a lease outlives its last heartbeat; with the heartbeat's period it bounds how soon a dead worker's work is taken over.</summary>
    public static readonly TimeSpan LeaseFor = TimeSpan.FromSeconds(8);
    public static readonly TimeSpan HeartbeatEvery = TimeSpan.FromSeconds(2);
    public const int FailuresUntilDead = 10;

    // The rows that settled are gone already. One that is still there, due as before, was not done by its handler.
    const string Release = """
        update ep.pending_work p
        set lease_owner = null, lease_until = null,
            failures = case when undone then failures + 1 else failures end,
            error = case when undone then 'The handler ended and the work is still owed.' else error end,
            ready_at = case when undone then $3 + least(300, power(2, failures)) * interval '1 s' else ready_at end
        from (select w.id, w.fence, q.due = w.due and q.ready_at <= $3 as undone
              from unnest($1::bigint[], $2::bigint[], $4::timestamptz[]) w(id, fence, due) join ep.pending_work q on q.id = w.id and q.fence = w.fence) d
        where p.id = d.id and p.fence = d.fence
        """;

    const string Claim = """
        with ready as (
            select id from ep.pending_work
            where dead_at is null and ready_at <= $1 and kind = any($2) and (lease_until is null or lease_until < clock_timestamp())
            order by priority, ready_at limit $3 for update skip locked)
        update ep.pending_work p
        set lease_owner = $4, lease_until = clock_timestamp() + $5, fence = nextval('ep.pending_work_fence')
        from ready where p.id = ready.id
        returning p.id, p.stream_id, p.kind, p.key, p.due, p.fence, p.failures
        """;

    const string Next = """
        select (select min(ready_at) from ep.pending_work where dead_at is null and lease_until is null and kind = any($1)),
               (select min(lease_until) - clock_timestamp() from ep.pending_work where lease_until is not null and lease_owner <> $2)
        """;

    /// <summary>Gives back what ended, takes up to <paramref name="free"/> rows that are due, and says when to look again.</summary>
    public async Task<Turn> TurnAsync(string owner, IReadOnlyCollection<LeasedWork> ended, string[] kinds, int free, DateTimeOffset now, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var batch = new NpgsqlBatch(connection);
        if (ended.Count > 0)
        {
            batch.BatchCommands.Add(new(Release)
            {
                Parameters =
                {
                    new() { Value = ended.Select(work => work.Id).ToArray() },
                    new() { Value = ended.Select(work => work.Fence).ToArray() },
                    new() { Value = now },
                    new() { Value = ended.Select(work => work.Due).ToArray() },
                },
            });
        }

        batch.BatchCommands.Add(new(Claim)
        {
            Parameters = { new() { Value = now }, new() { Value = kinds }, new() { Value = free }, new() { Value = owner }, new() { Value = LeaseFor } },
        });
        batch.BatchCommands.Add(new(Next) { Parameters = { new() { Value = kinds }, new() { Value = owner } } });

        List<LeasedWork> claimed = [];
        await using var reader = await batch.ExecuteReaderAsync(token);
        while (await reader.ReadAsync(token))
        {
            claimed.Add(new(
                reader.GetInt64(0), reader.GetGuid(1), reader.GetString(2), reader.GetString(3),
                reader.GetFieldValue<DateTimeOffset>(4), reader.GetInt64(5), reader.GetInt32(6)));
        }

        await reader.NextResultAsync(token);
        await reader.ReadAsync(token);
        return new(
            claimed,
            await reader.IsDBNullAsync(0, token) ? null : reader.GetFieldValue<DateTimeOffset>(0),
            await reader.IsDBNullAsync(1, token) ? null : reader.GetFieldValue<TimeSpan>(1));
    }

    /// <summary>Prolongs the leases that are still ours; returns those.</summary>
    public async Task<HashSet<long>> HeartbeatAsync(string owner, IReadOnlyCollection<LeasedWork> held, CancellationToken token)
    {
        await using var command = database.CreateCommand("""
            update ep.pending_work p set lease_until = clock_timestamp() + $3
            from unnest($1::bigint[], $2::bigint[]) w(id, fence) where p.id = w.id and p.fence = w.fence and p.lease_owner = $4
            returning p.id
            """);
        command.Parameters.Add(new() { Value = held.Select(work => work.Id).ToArray() });
        command.Parameters.Add(new() { Value = held.Select(work => work.Fence).ToArray() });
        command.Parameters.Add(new() { Value = LeaseFor });
        command.Parameters.Add(new() { Value = owner });
        HashSet<long> kept = [];
        await using var reader = await command.ExecuteReaderAsync(token);
        while (await reader.ReadAsync(token))
        {
            kept.Add(reader.GetInt64(0));
        }

        return kept;
    }

    /// <summary>A handler that threw leaves its row with the error and a later time; after the limit it is dead work, for a person to see.</summary>
    public Task FailAsync(LeasedWork work, string error, DateTimeOffset now, CancellationToken token) => ExecuteAsync(
        """
        update ep.pending_work
        set lease_owner = null, lease_until = null, failures = failures + 1, error = $3,
            ready_at = $4 + least(300, power(2, failures)) * interval '1 s',
            dead_at = case when failures + 1 >= $5 then $4 end
        where id = $1 and fence = $2
        """,
        token, work.Id, work.Fence, error, now, FailuresUntilDead);

    /// <summary>Nothing to report: look again later, without an event.</summary>
    public Task SnoozeAsync(long id, long fence, DateTimeOffset until, CancellationToken token) =>
        ExecuteAsync("update ep.pending_work set ready_at = $3 where id = $1 and fence = $2", token, id, fence, until);

    /// <summary>Looks at sources that were put off are due again: something has changed where they look.</summary>
    public Task ReadyLooksAsync(DateTimeOffset now, CancellationToken token) =>
        ExecuteAsync("update ep.pending_work set ready_at = $1 where kind in ('source-watch', 'late-data') and ready_at > $1 and dead_at is null", token, now);

    /// <summary>At start: the leases of a predecessor of the same name are free at once, it cannot be alive.</summary>
    public Task FreeAsync(string owner, CancellationToken token) =>
        ExecuteAsync("update ep.pending_work set lease_owner = null, lease_until = null where lease_owner = $1", token, owner);

    async Task ExecuteAsync(string sql, CancellationToken token, params object[] values)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        await command.ExecuteNonQueryAsync(token);
    }
}

/// <summary>What one look brought: the work taken, when the next row falls due, and in how long the next lease of another worker may expire.</summary>
public sealed record Turn(IReadOnlyList<LeasedWork> Claimed, DateTimeOffset? NextReady, TimeSpan? NextExpiry);
