using EventedPipelines.Cli.Homes;
using EventedPipelines.Workers.Kernel.Store;
using Npgsql;

namespace EventedPipelines.Bench;

/// <summary>Connection strings of a row's own database.</summary>
sealed record BenchDatabase(string Name, string Owner, string App, string Superuser);

/// <summary>A private PostgreSQL in a temporary home, as `./run` starts one; each row gets a database of its own. Statements are counted where the server can.</summary>
sealed class BenchServer : IAsyncDisposable
{
    readonly Home _home;
    readonly PrivatePostgres _server;
    int _databases;

    BenchServer(Home home, PrivatePostgres server) => (_home, _server) = (home, server);

    public CpuTime Cpu => CpuTime.Of(_server.Pid);

    /// <summary>A folder for a row's data, deleted in the end.</summary>
    public string NewFolder(string name) => Directory.CreateDirectory(Path.Combine(_home.Folder, "bench", $"{name}-{Interlocked.Increment(ref _databases)}")).FullName;

    public static async Task<BenchServer> StartAsync()
    {
        var home = Home.Open(Path.Combine(Path.GetTempPath(), $"evented-bench-{Environment.ProcessId}"));
        if (!home.TryLock())
        {
            throw new InvalidOperationException($"{home.Folder} is in use.");
        }

        var first = await PrivatePostgres.StartAsync(home, Console.Error.WriteLine, CancellationToken.None);
        await SchemaStep.ApplyAsync(first.OwnerConnectionString, AppRole(first), CancellationToken.None);
        await ExecuteAsync(first.SuperuserConnectionString, "alter system set shared_preload_libraries = 'pg_stat_statements'");
        NpgsqlConnection.ClearAllPools();
        await first.DisposeAsync();
        return new(home, await PrivatePostgres.StartAsync(home, Console.Error.WriteLine, CancellationToken.None));
    }

    public async Task<BenchDatabase> CreateDatabaseAsync()
    {
        var name = $"bench_{Interlocked.Increment(ref _databases)}";
        NpgsqlConnection.ClearAllPools();
        await ExecuteAsync(_server.SuperuserConnectionString, $"create database {name} template evented owner ep_owner");
        var superuser = At(_server.SuperuserConnectionString, name);
        await ExecuteAsync(superuser, $"""alter database {name} set search_path to "$user", public, warehouse, ep""");
        await ExecuteAsync(superuser, "create extension pg_stat_statements schema public");
        return new(name, At(_server.OwnerConnectionString, name), At(_server.AppConnectionString, name), superuser);
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await _server.DisposeAsync();
        _home.Dispose();
        Directory.Delete(_home.Folder, recursive: true);
    }

    public static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    static string AppRole(PrivatePostgres server) => new NpgsqlConnectionStringBuilder(server.AppConnectionString).Username!;

    static string At(string server, string database) => new NpgsqlConnectionStringBuilder(server) { Database = database }.ConnectionString;
}
