using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Checks;

/// <summary>
/// An empty DuckDB in memory that reaches no file and no network, to ask what SQL means without running it. Its errors are told as those of the engine
/// that runs the models (<see cref="ModelEngine"/>).
/// </summary>
sealed class ScratchSession : IDisposable
{
    // One for all of the process: what a session creates is its own and goes with it, and a workspace asks in dozens of them.
    static readonly ScratchEngine Shared = new();

    public EngineSession Engine { get; } = Shared.Connect();

    public void Create(string table, IReadOnlyList<Column> columns)
    {
        var sql = $"create temp table {Sql.Name(table)} ({Sql.List(columns.Select(column => $"{Sql.Name(column.Name)} {column.Type}"))})";
        Engine.ExecuteAsync(sql, CancellationToken.None).GetAwaiter().GetResult();
    }

    public void Dispose() => Engine.Dispose();

    sealed class ScratchEngine() : EngineInstance(
        new(Threads: 1, MemoryBytes: 256L << 20, TemporaryFolder: null), [EngineMacros.Create, "set global enable_external_access = false", "set global lock_configuration = true"]);
}
