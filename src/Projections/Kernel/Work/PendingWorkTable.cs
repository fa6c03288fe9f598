using System.Text.Json;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Projections.Kernel.Store;
using Marten;

namespace EventedPipelines.Projections.Kernel.Work;

/// <summary>
/// The table `pending_work` (Store/Schema.sql): one row per (stream, kind, key) owed. `due` comes from the events; `ready_at`, lease,
/// fence, failures and error are the dispatcher's and start fresh when the table is rebuilt; `discarded_at` is a person's word, kept in
/// <see cref="DeadWork"/>. A discarded row is dead as well, so that nobody claims it.
/// </summary>
public static class PendingWorkTable
{
    static readonly StoredDocument<DeadWork> Decided = new("d");

    // Rows that stay keep what the dispatcher knows of them, unless their due time or their reason moved: then what is owed is another
    // thing than what a worker may be at. Its lease is over, and its end is not taken for that of the new one.
    static readonly string ReconcileSql = $"""
        with wanted as (
            select * from jsonb_to_recordset(?::jsonb) as w(kind text, key text, due timestamptz, priority int, because text, queue text, id uuid)),
        settled as (
            delete from ep.pending_work p where p.stream_id = ? and not exists (select from wanted w where w.kind = p.kind and w.key = p.key))
        insert into ep.pending_work as p (stream_id, kind, key, due, ready_at, priority, because, queue, dead_at, discarded_at)
        select ?, kind, key, due, due, priority, because, queue, discarded, discarded
        from (select w.*, {Decided.Instant(work => work.DiscardedAt)} as discarded from wanted w
              left join {Decided.Table} on d.id = w.id and {Decided.Text(work => work.DiscardedBecause)} = w.because) owed
        on conflict (stream_id, kind, key) do update
            set due = excluded.due, because = excluded.because, priority = excluded.priority,
                ready_at = excluded.due, woken = p.lease_until is not null, failures = 0, error = null,
                dead_at = excluded.dead_at, discarded_at = excluded.discarded_at, lease_owner = null, lease_until = null
            where p.due <> excluded.due or p.because <> excluded.because
        """;

    // Only while it is owed for the same reason: otherwise it is other work.
    const string DiscardSql = """
        update ep.pending_work set dead_at = coalesce(dead_at, ?), discarded_at = ?, lease_owner = null, lease_until = null
        where stream_id = ? and kind = ? and key = ? and because = ?
        """;

    const string ReplaySql = """
        update ep.pending_work set dead_at = null, discarded_at = null, failures = 0, error = null, ready_at = ?, lease_owner = null, lease_until = null
        where stream_id = ? and kind = ? and key = ? and because = ?
        """;

    const string DiffersSql = """
        with wanted as (select kind, key, due, priority, because, queue from jsonb_to_recordset($1::jsonb) as w(kind text, key text, due timestamptz, priority int, because text, queue text)),
        there as (select kind, key, due, priority, because, queue from ep.pending_work where stream_id = $2)
        select exists (select from (select * from wanted except select * from there) lacking) or exists (select from (select * from there except select * from wanted) superfluous)
        """;

    /// <summary>Whether the stream's rows are what it owes, but for what is the dispatcher's.</summary>
    public static async Task<bool> IsOwedAsync(IDocumentSession session, Guid stream, IEnumerable<PendingWork> owed, CancellationToken cancellationToken)
    {
        await using var command = session.Connection!.CreateCommand();
        command.CommandText = DiffersSql;
        command.Parameters.Add(new() { Value = JsonSerializer.Serialize(Rows(stream, owed)) });
        command.Parameters.Add(new() { Value = stream });
        return await command.ExecuteScalarAsync(cancellationToken) is false;
    }

    /// <summary>Makes the stream's rows those that its new state owes, in the session's transaction.</summary>
    public static void Reconcile(IDocumentOperations operations, Guid stream, IEnumerable<PendingWork> owed) =>
        operations.QueueSqlCommand(ReconcileSql, JsonSerializer.Serialize(Rows(stream, owed)), stream, stream);

    static IEnumerable<object> Rows(Guid stream, IEnumerable<PendingWork> owed) => owed.Select(work => new
    {
        id = DeadWork.IdOf(stream, work.Kind.Name, work.Key),
        kind = work.Kind.Name,
        key = work.Key,
        due = work.Due,
        priority = work.Kind.Priority,
        because = work.Because,
        queue = work.Queue,
    });

    public static void Discard(IDocumentOperations operations, WorkDiscarded work) =>
        operations.QueueSqlCommand(DiscardSql, work.DiscardedAt, work.DiscardedAt, work.Stream, work.Kind, work.Key, work.Because);

    /// <summary>The row is ready at once, with all its attempts.</summary>
    public static void Replay(IDocumentOperations operations, WorkReplayed work) =>
        operations.QueueSqlCommand(ReplaySql, work.ReplayedAt, work.Stream, work.Kind, work.Key, work.Because);
}
