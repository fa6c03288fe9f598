using DuckDB.NET.Data;

namespace EventedPipelines.Workers.Production.Engine;

/// <summary>
/// One connection to an open instance, for one step: its temporary views and tables go with it. Statements run on a thread of the
/// pool and are interrupted when the token is cancelled. Errors are <see cref="EngineException"/> or <see cref="OperationCanceledException"/>.
/// </summary>
sealed class EngineSession(DuckDBConnection connection, EngineInstance? instance = null) : IDisposable
{
    static readonly TimeSpan BetweenInterrupts = TimeSpan.FromMilliseconds(10);

    /// <summary>Runs a statement; gives how many rows it wrote.</summary>
    public Task<int> ExecuteAsync(string sql, CancellationToken cancellationToken) =>
        RunAsync(
            () =>
            {
                using var command = Command(sql, []);
                return command.ExecuteNonQuery();
            },
            cancellationToken);

    public Task<List<T>> QueryAsync<T>(string sql, Func<DuckDBDataReader, T> row, CancellationToken cancellationToken, params object[] parameters) =>
        RunAsync(
            () =>
            {
                using var command = Command(sql, parameters);
                using var reader = command.ExecuteReader();
                var rows = new List<T>();
                while (reader.Read())
                {
                    rows.Add(row(reader));
                }

                return rows;
            },
            cancellationToken);

    /// <summary>
    /// Reads rows as the query produces them, in bounded memory. DuckDB.NET ends such a reader silently when the query fails half-way,
    /// so the caller has to know how many rows to expect.
    /// </summary>
    public Task<T> StreamAsync<T>(string sql, Func<DuckDBDataReader, T> read, CancellationToken cancellationToken) =>
        RunAsync(
            () =>
            {
                using var command = Command(sql, []);
                command.UseStreamingMode = true;
                using var reader = command.ExecuteReader();
                return read(reader);
            },
            cancellationToken);

    /// <summary>Names and types of what a SELECT gives; nothing is run.</summary>
    public Task<List<(string Name, string Type)>> DescribeAsync(string select, CancellationToken cancellationToken) =>
        QueryAsync(Describing + select, reader => (reader.GetString(0), reader.GetString(1)), cancellationToken);

    public const string Describing = "describe ";

    public void Dispose() => connection.Dispose();

    DuckDBCommand Command(string sql, IReadOnlyList<object> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new DuckDBParameter(parameter));
        }

        return command;
    }

    async Task<T> RunAsync<T>(Func<T> statement, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var running = Task.Run(statement, CancellationToken.None);
        await InterruptAsync(running, cancellationToken);
        try
        {
            return await running;
        }
        catch (Exception error) when (error is OperationCanceledException || (error is DuckDBException && cancellationToken.IsCancellationRequested))
        {
            throw new OperationCanceledException("The statement was interrupted.", error, cancellationToken);
        }
        catch (DuckDBException error)
        {
            var taken = EngineException.From(error);
            instance?.Saw(taken);
            throw taken;
        }
    }

    async Task InterruptAsync(Task running, CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource();
        await using var registration = cancellationToken.Register(() => cancelled.TrySetResult());
        await Task.WhenAny(running, cancelled.Task);

        // An interrupt that comes before the statement has started is lost, so it is repeated until the statement ends.
        while (!running.IsCompleted)
        {
            connection.NativeConnection.Interrupt();
            await Task.WhenAny(running, Task.Delay(BetweenInterrupts, CancellationToken.None));
        }
    }
}
