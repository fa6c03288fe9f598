using EventedPipelines.Cli.Homes;
using EventedPipelines.Projections.Kernel.Store;
using EventedPipelines.Workers.Kernel.Store;
using JasperFx;
using Marten;
using Npgsql;
using Testcontainers.PostgreSql;
using Weasel.Core;

[assembly: AssemblyFixture(typeof(EventedPipelines.Tests.Integration.Hosts.PostgresServer))]

namespace EventedPipelines.Tests.Integration.Hosts;

/// <summary>One PostgreSQL for the whole test run, and a database of its own for each class that asks, copied from a template that has the schema.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    const string Template = "evented_template";
    const string Owner = "evented_test_owner";
    const string App = "evented_test_app";
    const string Reader = "evented_test_reader";

    readonly SemaphoreSlim _copying = new(1);
    string _server = "";
    string _password = "";
    int _databases;
    IAsyncDisposable? _running;
    Home? _home;

    public async ValueTask InitializeAsync()
    {
        await StartAsync();
        await ExecuteAsync($"drop database if exists {Template}", $"create database {Template} owner {Owner}");
        await SchemaStep.ApplyAsync(OwnerOf(Template), App, CancellationToken.None, reader: new(Reader));
        NpgsqlConnection.ClearAllPools();
    }

    /// <summary>A fresh database with the schema of this build.</summary>
    public Task<TestDatabase> CreateDatabaseAsync() => CreateAsync($"template {Template}");

    /// <summary>One with nothing in it.</summary>
    public Task<TestDatabase> CreateEmptyDatabaseAsync() => CreateAsync("template template0 encoding 'UTF8'");

    async Task<TestDatabase> CreateAsync(string of)
    {
        var name = $"evented_test_{Environment.ProcessId}_{Interlocked.Increment(ref _databases)}";
        await _copying.WaitAsync();
        try
        {
            await ExecuteAsync($"create database {name} {of} owner {Owner}", $"alter database {name} set search_path to \"$user\", public, warehouse, ep");
        }
        finally
        {
            _copying.Release();
        }

        return new(name, OwnerOf(name), AppOf(name)) { Reader = ReaderOf(name), Superuser = new NpgsqlConnectionStringBuilder(_server) { Database = name }.ConnectionString };
    }

    /// <summary>Adds what a test's own documents need to its database, as the owner.</summary>
    public static async Task ExtendAsync(TestDatabase database, IDocumentStore store)
    {
        var script = await store.Storage.Database.CreateMigrationAsync();
        if (script.Difference is not SchemaPatchDifference.None)
        {
            var patch = new StringWriter();
            script.WriteAllUpdates(patch, store.Storage.Database.Migrator, AutoCreate.CreateOrUpdate);
            await using var connection = new NpgsqlConnection(database.Owner);
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand($"{patch}; {StoreScripts.GrantsTo(new NpgsqlConnectionStringBuilder(database.App).Username!)}", connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_running is not null)
        {
            await _running.DisposeAsync();
        }

        _home?.Dispose();
    }

    // A container where Docker answers, else the installed server in a home of the tests' own, which stays from run to run.
    async Task StartAsync()
    {
        if (Docker.Answers)
        {
            var container = new PostgreSqlBuilder("postgres:17").WithCommand("-c", "max_connections=300").Build();
            await container.StartAsync();
            (_running, _server) = (container, container.GetConnectionString());
        }
        else
        {
            _home = Home.Open(Path.Combine(AppContext.BaseDirectory, "test-home"));
            _home.TryLock().ShouldBeTrue($"Another test run holds {_home.Folder}.");
            var postgres = await PrivatePostgres.StartAsync(_home, _ => { }, CancellationToken.None);
            (_running, _server) = (postgres, postgres.SuperuserConnectionString);
        }

        // Roles belong to the server, not to a database, and a test run of before may have left them.
        _password = Guid.CreateVersion7().ToString("N");
        foreach (var role in (string[])[Owner, App])
        {
            await ExecuteAsync(
                $"do $$ begin create role {role}; exception when duplicate_object then null; end $$",
                $"alter role {role} login password '{_password}'");
        }

        await DropLeftoversAsync();
        await ExecuteAsync(
            $"do $$ begin {new ReaderRole(Reader).Sql} exception when duplicate_object then null; end $$",
            $"alter role {Reader} password '{_password}'");
    }

    async Task DropLeftoversAsync()
    {
        List<string> leftovers = [];
        await using (var connection = new NpgsqlConnection(_server))
        {
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand("select datname from pg_database where datname like 'evented\\_test\\_%'", connection);
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                leftovers.Add(reader.GetString(0));
            }
        }

        await ExecuteAsync([.. leftovers.Select(name => $"drop database {name} with (force)")]);
    }

    async Task ExecuteAsync(params string[] statements)
    {
        await using var connection = new NpgsqlConnection(_server);
        await connection.OpenAsync();
        foreach (var statement in statements)
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    string OwnerOf(string database) => new NpgsqlConnectionStringBuilder(_server) { Database = database, Username = Owner, Password = _password }.ConnectionString;

    string ReaderOf(string database) => new NpgsqlConnectionStringBuilder(_server) { Database = database, Username = Reader, Password = _password }.ConnectionString;

    string AppOf(string database) =>
        new NpgsqlConnectionStringBuilder(_server) { Database = database, Username = App, Password = _password, MaxAutoPrepare = 50, AutoPrepareMinUsages = 2 }.ConnectionString;
}

/// <summary>Connection strings of a test's database, as its owner and as the app.</summary>
public sealed record TestDatabase(string Name, string Owner, string App)
{
    /// <summary>As the role that reads what is published, where the server has one.</summary>
    public string Reader { get; init; } = "";

    /// <summary>As the server's administrator, for what only one may do.</summary>
    public string Superuser { get; init; } = "";
}
