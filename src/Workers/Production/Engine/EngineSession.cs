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
    public Task<int> ExecuteAsync(string sql, CancellationToken cancellation) =>
        RunAsync(
            () =>
            {
                using var command = Command(sql, []);
                return command.ExecuteNonQuery();
            },
            cancellation);

    public Task<List<T>> QueryAsync<T>(string sql, Func<DuckDBDataReader, T> row, CancellationToken cancellation, params object[] parameters) =>
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
            cancellation);

    /// <summary>
    /// Reads rows as the query produces them, in bounded memory. DuckDB.NET ends such a reader silently when the query fails half-way,
    /// so the caller has to know how many rows to expect.
    /// </summary>
    public Task<T> StreamAsync<T>(string sql, Func<DuckDBDataReader, T> read, CancellationToken cancellation) =>
        RunAsync(
            () =>
            {
                using var command = Command(sql, []);
                command.UseStreamingMode = true;
                using var reader = command.ExecuteReader();
                return read(reader);
            },
            cancellation);

    /// <summary>Names and types of what a SELECT gives; nothing is run.</summary>
    public Task<List<(string Name, string Type)>> DescribeAsync(string select, CancellationToken cancellation) =>
        QueryAsync(Describing + select, reader => (reader.GetString(0), reader.GetString(1)), cancellation);

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

    async Task<T> RunAsync<T>(Func<T> statement, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var running = Task.Run(statement, CancellationToken.None);
        await InterruptAsync(running, cancellation);
        try
        {
            return await running;
        }
        catch (Exception error) when (error is OperationCanceledException || (error is DuckDBException && cancellation.IsCancellationRequested))
        {
            throw new OperationCanceledException("The statement was interrupted.", error, cancellation);
        }
        catch (DuckDBException error)
        {
            var taken = EngineException.From(error);
            instance?.Saw(taken);
            throw taken;
        }
    }

    async Task InterruptAsync(Task running, CancellationToken cancellation)
    {
        var cancelled = new TaskCompletionSource();
        await using var registration = cancellation.Register(() => cancelled.TrySetResult());
        await Task.WhenAny(running, cancelled.Task);

        // An interrupt that comes before the statement has started is lost, so it is repeated until the statement ends.
        while (!running.IsCompleted)
        {
            connection.NativeConnection.Interrupt();
            await Task.WhenAny(running, Task.Delay(BetweenInterrupts, CancellationToken.None));
        }
    }
}
