using Npgsql;

namespace EventedPipelines.Projections.Kernel.Store;

/// <summary>The database that the store is in, looked at from outside: before a host is built on it, and by whoever asks after its health.</summary>
public static class StoreDatabase
{
    public const string Schema = "ep";

    const string HasSchema = "select to_regclass('ep.mt_events') is not null and to_regclass('ep.idempotency') is not null";

    public static async Task<bool> HasSchemaAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(HasSchema);
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <summary>When the latest event happened; null where none has.</summary>
    public static async Task<DateTimeOffset?> LastEventAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        await using var command = database.CreateCommand("select max(timestamp) from ep.mt_events");
        return await command.ExecuteScalarAsync(cancellationToken) is DateTime last ? new DateTimeOffset(last, TimeSpan.Zero) : null;
    }

    /// <summary>For a process that cannot begin without it: hosts would say it in stack traces, or not at all.</summary>
    /// <exception cref="StoreUnavailableException">It does not answer, refuses us, or has no schema; the message is for a person.</exception>
    public static async Task DemandAsync(string connectionString, CancellationToken cancellationToken)
    {
        try
        {
            await using var database = NpgsqlDataSource.Create(connectionString);
            if (!await HasSchemaAsync(database, cancellationToken))
            {
                throw new StoreUnavailableException("The database has no schema, or one of an earlier version. Run the schema step: ./run does it, 'workers schema' does it alone.");
            }
        }
        catch (NpgsqlException e)
        {
            throw StoreUnavailableException.Because(e);
        }
        catch (ArgumentException e)
        {
            throw new StoreUnavailableException($"The connection string cannot be read: {e.Message} Correct it.", e);
        }
    }
}

/// <summary>The store's database cannot be used; the message says why and what to do, in one line.</summary>
public sealed class StoreUnavailableException(string message, Exception? cause = null) : Exception(message, cause)
{
    public static StoreUnavailableException Because(NpgsqlException e) =>
        new($"PostgreSQL did not do it: {e.Message.ReplaceLineEndings(" ").TrimEnd('.')}. Check the connection string and that the server runs.", e);
}
