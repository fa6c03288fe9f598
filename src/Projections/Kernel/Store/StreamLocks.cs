using Marten;

namespace EventedPipelines.Projections.Kernel.Store;

/// <summary>
/// Locks over streams that several writers contend for, also over one that does not exist yet and so has no row to lock. They are taken in one
/// order: interval, run, delivery, incident, sprint, request, then the team's, and within a kind by id (ADR-0015).
/// </summary>
public static class StreamLocks
{
    /// <summary>Waits for the stream, and has it for the rest of the session's transaction.</summary>
    public static async Task LockAsync(this IDocumentSession session, Guid stream, CancellationToken cancellationToken)
    {
        await session.BeginTransactionAsync(cancellationToken);
        await using var command = session.Connection!.CreateCommand();
        command.CommandText = "select pg_advisory_xact_lock(hashtextextended($1, 0))";
        command.Parameters.Add(new() { Value = stream.ToString() });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
