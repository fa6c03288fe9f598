using System.Globalization;
using DuckDB.NET.Data;

namespace EventedPipelines.Workers.Production.Engine;

/// <summary>
/// One DuckDB in memory, opened at first use and kept open (opening takes 16 ms, performance.md); every step gets a connection of its
/// own. A fatal error makes the next step open a fresh instance.
/// </summary>
public abstract class EngineInstance : IDisposable
{
    readonly Lock _gate = new();
    readonly IReadOnlyList<string> _settings;
    readonly string? _temporary;
    DuckDBConnection? _root;

    private protected EngineInstance(EngineSettings settings, IEnumerable<string> own)
    {
        // DuckDB names its files the same in every instance, so each needs a folder of its own.
        _temporary = settings.TemporaryFolder is { } folder ? Directory.CreateDirectory(Path.Combine(folder, $"{Guid.NewGuid():N}")).FullName : null;
        _settings =
        [
            $"set global threads = {settings.Threads.ToString(CultureInfo.InvariantCulture)}",
            $"set global memory_limit = '{settings.MemoryBytes.ToString(CultureInfo.InvariantCulture)}B'",
            $"set global temp_directory = {Sql.Text(_temporary ?? "")}",
            "set global TimeZone = 'UTC'",
            "set global errors_as_json = true",
            "set global preserve_insertion_order = true",
            "set global autoinstall_known_extensions = false",
            "set global autoload_known_extensions = false",
            .. own,
        ];
    }

    public void Dispose()
    {
        Close();
        if (_temporary is not null && Directory.Exists(_temporary))
        {
            Directory.Delete(_temporary, recursive: true);
        }

        GC.SuppressFinalize(this);
    }

    internal EngineSession Connect()
    {
        lock (_gate)
        {
            var connection = (_root ??= Open()).Duplicate();
            connection.Open();
            return new(connection, this);
        }
    }

    internal void Saw(EngineException error)
    {
        if (error.IsFatal)
        {
            Close();
        }
    }

    void Close()
    {
        lock (_gate)
        {
            _root?.Dispose();
            _root = null;
        }
    }

    DuckDBConnection Open()
    {
        var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        foreach (var setting in _settings)
        {
            using var command = connection.CreateCommand();
            command.CommandText = setting;
            command.ExecuteNonQuery();
        }

        return connection;
    }
}
