using System.Text.Json;
using EventedPipelines.Domain.Work;
using Marten;

namespace EventedPipelines.Projections.Work;

/// <summary>
/// The table `pending_work` (Store/Schema.sql): one row per (stream, kind, key) owed. `due` comes from the events; `ready_at`, lease,
/// fence, failures and error are the dispatcher's and start fresh when the table is rebuilt.
/// </summary>
public static class PendingWorkTable
{
    // Rows that stay keep what the dispatcher knows of them, unless their due time moved.
    const string ReconcileSql = """
        with wanted as (
            select * from jsonb_to_recordset(?::jsonb) as w(kind text, key text, due timestamptz, priority int, because text)),
        settled as (
            delete from ep.pending_work p where p.stream_id = ? and not exists (select from wanted w where w.kind = p.kind and w.key = p.key))
        insert into ep.pending_work as p (stream_id, kind, key, due, ready_at, priority, because)
        select ?, kind, key, due, due, priority, because from wanted
        on conflict (stream_id, kind, key) do update
            set due = excluded.due, because = excluded.because, priority = excluded.priority,
                ready_at = excluded.due, failures = 0, error = null, dead_at = null
            where p.due <> excluded.due or p.because <> excluded.because
        """;

    /// <summary>Makes the stream's rows those that its new state owes, in the session's transaction.</summary>
    public static void Reconcile(IDocumentOperations operations, Guid stream, IEnumerable<PendingWork> owed)
    {
        var rows = owed.Select(work => new { kind = work.Kind.Name, key = work.Key, due = work.Due, priority = work.Kind.Priority, because = work.Because });
        operations.QueueSqlCommand(ReconcileSql, JsonSerializer.Serialize(rows), stream, stream);
    }
}
