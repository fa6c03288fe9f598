using EventedPipelines.Domain.Kernel.Work;
using Npgsql;
using NpgsqlTypes;

namespace EventedPipelines.Workers.Kernel.Work;

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

    // Statements over several rows take no row that another transaction is changing: two that wait for each other's rows are a deadlock.

    // The rows that settled are gone already. One that is still there, due and ready as before, was not done by its handler. One that was put off is not, however long
    // its handler took; and one that was woken while it was held is to be done once more. Returns those that another transaction is changing.
    const string Release = """
        with ended as (select * from unnest($1::bigint[], $2::bigint[], $4::timestamptz[], $5::timestamptz[]) w(id, fence, due, ready_at)),
        free as (
            select p.id, p.due = e.due and p.ready_at = e.ready_at and not p.woken as undone
            from ended e join ep.pending_work p on p.id = e.id and p.fence = e.fence for update of p skip locked),
        released as (
            update ep.pending_work p
            set lease_owner = null, lease_until = null,
                failures = case when undone then failures + 1 else failures end,
                error = case when undone then 'The handler ended and the work is still owed.' else error end,
                ready_at = case when undone then $3 + least(300, power(2, failures)) * interval '1 s' else ready_at end
            from free where p.id = free.id
            returning p.id)
        select p.id from ended e join ep.pending_work p on p.id = e.id and p.fence = e.fence where p.id not in (select id from released)
        """;

    // At one instant the order of a queue counts (domain.md 4.2); whatever hangs holds nobody up for longer than a publication's grace.
    const string Waits = """
        queue is not null and exists (
            select from ep.pending_work ahead
            where ahead.queue = w.queue and ahead.priority < w.priority and ahead.dead_at is null and ahead.ready_at <= $1 and ahead.ready_at > $1 - interval '2 min')
        """;

    const string Claim = $"""
        with ready as (
            select id from ep.pending_work w
            where dead_at is null and ready_at <= $1 and kind = any($2) and (lease_until is null or lease_until < clock_timestamp()) and not ({Waits})
            order by priority, ready_at limit $3 for update skip locked)
        update ep.pending_work p
        set lease_owner = $4, lease_until = clock_timestamp() + $5, fence = nextval('ep.pending_work_fence'), woken = false
        from ready where p.id = ready.id
        returning p.id, p.stream_id, p.kind, p.key, p.due, p.fence, p.failures, p.ready_at
        """;

    static readonly string IsPutOff = $"""
        ((kind = '{WorkKind.SourceWatch.Name}' and ($3::uuid[] is null or stream_id = any($3))) or (kind = '{WorkKind.LateData.Name}' and ($2::uuid[] is null or stream_id = any($2)))) and ready_at > $1 and dead_at is null
        """;
    const string ReadyLook = "update ep.pending_work p set ready_at = $1, woken = p.lease_until is not null";

    const string Next = $"""
        select (select min(ready_at) from ep.pending_work w where dead_at is null and lease_until is null and kind = any($2) and not (ready_at <= $1 and {Waits})),
               (select min(lease_until) - clock_timestamp() from ep.pending_work where lease_until is not null and lease_owner <> $3)
        """;

    /// <summary>Gives back what ended, takes up to <paramref name="free"/> rows that are due, and says when to look again.</summary>
    public async Task<Turn> TurnAsync(string owner, IReadOnlyCollection<LeasedWork> ended, string[] kinds, int free, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
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
                    new() { Value = ended.Select(work => work.ReadyAt).ToArray() },
                },
            });
        }

        batch.BatchCommands.Add(new(Claim)
        {
            Parameters = { new() { Value = now }, new() { Value = kinds }, new() { Value = free }, new() { Value = owner }, new() { Value = LeaseFor } },
        });
        batch.BatchCommands.Add(new(Next) { Parameters = { new() { Value = now }, new() { Value = kinds }, new() { Value = owner } } });

        List<LeasedWork> claimed = [];
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        HashSet<long> busy = [];
        if (ended.Count > 0)
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                busy.Add(reader.GetInt64(0));
            }

            await reader.NextResultAsync(cancellationToken);
        }

        while (await reader.ReadAsync(cancellationToken))
        {
            claimed.Add(new(
                reader.GetInt64(0), reader.GetGuid(1), reader.GetString(2), reader.GetString(3),
                reader.GetFieldValue<DateTimeOffset>(4), reader.GetInt64(5), reader.GetInt32(6), reader.GetFieldValue<DateTimeOffset>(7)));
        }

        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new(
            claimed,
            [.. ended.Where(work => busy.Contains(work.Id))],
            await reader.IsDBNullAsync(0, cancellationToken) ? null : reader.GetFieldValue<DateTimeOffset>(0),
            await reader.IsDBNullAsync(1, cancellationToken) ? null : reader.GetFieldValue<TimeSpan>(1));
    }

    /// <summary>Prolongs the leases that are still ours; returns those, also where the next beat has to prolong one.</summary>
    public async Task<HashSet<long>> HeartbeatAsync(string owner, IReadOnlyCollection<LeasedWork> held, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            with ours as (
                select w.id, w.fence from unnest($1::bigint[], $2::bigint[]) w(id, fence) join ep.pending_work p on p.id = w.id and p.fence = w.fence and p.lease_owner = $4),
            free as (select p.id from ours join ep.pending_work p on p.id = ours.id and p.fence = ours.fence and p.lease_owner = $4 for update of p skip locked),
            prolonged as (update ep.pending_work p set lease_until = clock_timestamp() + $3 from free where p.id = free.id)
            select id from ours
            """);
        command.Parameters.Add(new() { Value = held.Select(work => work.Id).ToArray() });
        command.Parameters.Add(new() { Value = held.Select(work => work.Fence).ToArray() });
        command.Parameters.Add(new() { Value = LeaseFor });
        command.Parameters.Add(new() { Value = owner });
        HashSet<long> kept = [];
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            kept.Add(reader.GetInt64(0));
        }

        return kept;
    }

    /// <summary>A handler that threw leaves its row with the error and a later time; after the limit it is dead work, for a person to see.</summary>
    public Task FailAsync(LeasedWork work, string error, DateTimeOffset now, CancellationToken cancellationToken) => ExecuteAsync(
        """
        update ep.pending_work
        set lease_owner = null, lease_until = null, failures = failures + 1, error = $3,
            ready_at = $4 + least(300, power(2, failures)) * interval '1 s',
            dead_at = case when failures + 1 >= $5 then $4 end
        where id = $1 and fence = $2
        """,
        cancellationToken, work.Id, work.Fence, error, now, FailuresUntilDead);

    /// <summary>Nothing to report: look again later, without an event. Said before the look, so that a change in between is not overlooked.</summary>
    public Task SnoozeAsync(long id, long fence, DateTimeOffset until, CancellationToken cancellationToken) =>
        ExecuteAsync("update ep.pending_work set ready_at = $3 where id = $1 and fence = $2", cancellationToken, id, fence, until);

    /// <summary>Looks at sources that were put off are due again: something has changed where they look.</summary>
    /// <param name="now">The Clock's time.</param>
    /// <param name="cancellationToken">Cancels between statements.</param>
    /// <param name="intervals">Where it is known whose sources have changed.</param>
    /// <param name="runs">Where it is known which runs may wait for them; the others look in any case.</param>
    public async Task ReadyLooksAsync(DateTimeOffset now, CancellationToken cancellationToken, IReadOnlyCollection<Guid>? intervals = null, IReadOnlyCollection<Guid>? runs = null)
    {
        var (ids, waiting) = (Ids(intervals), Ids(runs));
        await ExecuteAsync(
            $"{ReadyLook} from (select id from ep.pending_work where {IsPutOff} for update skip locked) free where p.id = free.id", cancellationToken, now, ids.Clone(), waiting.Clone());

        // A look that has just ended is being given back, say: those are waited for, and with none of the others in hand.
        List<long> busy = [];
        await using (var command = database.CreateCommand($"select id from ep.pending_work where {IsPutOff}"))
        {
            command.Parameters.Add(new() { Value = now });
            command.Parameters.Add(ids.Clone());
            command.Parameters.Add(waiting.Clone());
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                busy.Add(reader.GetInt64(0));
            }
        }

        foreach (var id in busy)
        {
            await ExecuteAsync($"{ReadyLook} where id = $4 and {IsPutOff}", cancellationToken, now, ids.Clone(), waiting.Clone(), id);
        }
    }

    /// <summary>At start: the leases of a predecessor of the same name are free at once, it cannot be alive.</summary>
    public Task FreeAsync(string owner, CancellationToken cancellationToken) =>
        ExecuteAsync("update ep.pending_work set lease_owner = null, lease_until = null where lease_owner = $1", cancellationToken, owner);

    /// <summary>There is no room for work of this kind and key: what is ready of it and in nobody's hands waits until then.</summary>
    public Task PutOffAsync(WorkKind kind, string key, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken) => ExecuteAsync(
        """
        with crowd as (
            select id from ep.pending_work where kind = $1 and key = $2 and ready_at <= $3 and lease_until is null and dead_at is null
            order by id for update skip locked)
        update ep.pending_work p set ready_at = $4 from crowd where p.id = crowd.id
        """,
        cancellationToken, kind.Name, key, now, until);

    /// <summary>
    /// There is room again: the one that has waited longest is ready, also where the handler that put it off has not ended yet. False where none waits; one
    /// that failed waits for its own time.
    /// </summary>
    public async Task<bool> LetInAsync(WorkKind kind, string key, DateTimeOffset now, CancellationToken cancellationToken) => await ExecuteAsync(
        """
        with next as (
            select id from ep.pending_work
            where kind = $1 and key = $2 and due <= $3 and ready_at > $3 and failures = 0 and dead_at is null
            order by lease_until is not null, due, id limit 1 for update)
        update ep.pending_work p set ready_at = $3, woken = lease_until is not null from next where p.id = next.id
        """,
        cancellationToken, kind.Name, key, now) > 0;

    static NpgsqlParameter Ids(IReadOnlyCollection<Guid>? ids) => new() { Value = (object?)ids?.ToArray() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid };

    async Task<int> ExecuteAsync(string sql, CancellationToken cancellationToken, params object[] values)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(value as NpgsqlParameter ?? new() { Value = value });
        }

        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

/// <summary>
/// What one look brought: the work taken, the ended work that could not be given back yet, when the next row falls due, and in how long the
/// next lease of another worker may expire.
/// </summary>
public sealed record Turn(IReadOnlyList<LeasedWork> Claimed, IReadOnlyList<LeasedWork> Busy, DateTimeOffset? NextReady, TimeSpan? NextExpiry);
