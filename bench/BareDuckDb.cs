using System.Globalization;
using DuckDB.NET.Data;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Bench;

/// <summary>The floor of the data plane: one open connection of DuckDB.NET with the engine's threads and memory, and nothing around it.</summary>
sealed class BareDuckDb : IDisposable
{
    readonly DuckDBConnection _connection = new("DataSource=:memory:");

    public BareDuckDb(EngineSettings settings, string temporary)
    {
        _connection.Open();
        Execute($"set threads = {settings.Threads.ToString(CultureInfo.InvariantCulture)}");
        Execute($"set memory_limit = '{settings.MemoryBytes.ToString(CultureInfo.InvariantCulture)}B'");
        Execute($"set temp_directory = '{temporary}'");
    }

    public void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Reads every value of every row; gives the number of rows.</summary>
    public int Read(string select)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = select;
        using var reader = command.ExecuteReader();
        var values = new object[reader.FieldCount];
        var rows = 0;
        while (reader.Read())
        {
            reader.GetValues(values);
            rows++;
        }

        return rows;
    }

    public void Dispose() => _connection.Dispose();
}
