using DuckDB.NET.Data;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Checks;

/// <summary>
/// An empty DuckDB in memory that reaches no file and no network, to ask what SQL means without running it. Its errors are told as those of the engine
/// that runs the models (<see cref="ModelEngine"/>).
/// </summary>
sealed class ScratchSession : IDisposable
{
    static readonly string[] Settings =
    [
        "set global TimeZone = 'UTC'",
        "set global errors_as_json = true",
        "set global autoinstall_known_extensions = false",
        "set global autoload_known_extensions = false",
        EngineMacros.Create,
        "set global enable_external_access = false",
        "set global lock_configuration = true",
    ];

    readonly DuckDBConnection _connection = new("DataSource=:memory:;threads=1;memory_limit=256MB");

    public ScratchSession()
    {
        _connection.Open();
        foreach (var setting in Settings)
        {
            Execute(setting);
        }

        Engine = new(_connection);
    }

    public EngineSession Engine { get; }

    public void Create(string table, IReadOnlyList<Column> columns) =>
        Execute($"create table {Sql.Name(table)} ({Sql.List(columns.Select(column => $"{Sql.Name(column.Name)} {column.Type}"))})");

    public void Dispose() => Engine.Dispose();

    void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
