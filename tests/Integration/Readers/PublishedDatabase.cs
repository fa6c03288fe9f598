using System.Globalization;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Tests.Integration.DataPlane;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Workers.Kernel.Store;
using EventedPipelines.Workers.Production.Runs;
using Npgsql;

namespace EventedPipelines.Tests.Integration.Readers;

/// <summary>A database whose public may do nothing, as ours are made, with a published table that readers have been let in to.</summary>
public sealed class PublishedDatabase(PostgresServer server) : IAsyncLifetime
{
    public const string Declared = "day|amount";
    public const string Stamped = $"{Declared}|interval_id|interval|run_id|generation|completeness|warning|stale";

    public TestDatabase Database { get; private set; } = null!;

    public string App => new NpgsqlConnectionStringBuilder(Database.App).Username!;

    public string Reader => new NpgsqlConnectionStringBuilder(Database.Reader).Username!;

    public async ValueTask InitializeAsync()
    {
        Database = await server.CreateDatabaseAsync();
        await AskAsync(Database.Owner, $"revoke all on database {Database.Name} from public; grant connect, temporary on database {Database.Name} to {App}");
        await LetInAsync();
        await PublishAsync("early", "day date not null", "amount decimal(19,4)");
    }

    /// <summary>The schema step of a start.</summary>
    public Task LetInAsync() => SchemaStep.ApplyAsync(Database.Owner, App, default, reader: new(Reader));

    /// <summary>What the workers' start does for one target, and a row of it.</summary>
    public async Task PublishAsync(string table, params string[] columns)
    {
        await EnsureAsync(table, [.. columns.Select(Workbench.Column)]);
        await AskAsync(
            Database.App,
            $"""
            insert into warehouse.{table} (day, interval_id, "interval", run_id, generation, completeness)
            values ('2026-11-22', gen_random_uuid(), '2026-11-22', gen_random_uuid(), 1, 'complete')
            """);
    }

    public async Task<bool> EnsureAsync(string table, params Column[] columns)
    {
        await using var connection = new NpgsqlConnection(Database.App);
        await connection.OpenAsync();
        await TargetTables.OpenToReadersAsync(connection, default);
        return await TargetTables.EnsureAsync(connection, new TargetDefinition(table, columns, []), default);
    }

    public Task<IReadOnlyList<string>> ReadAsync(string sql) => AskAsync(Database.Reader, sql);

    /// <summary>Each row of what one command of any number of statements gives.</summary>
    public static async Task<IReadOnlyList<string>> AskAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        List<string> rows = [];
        do
        {
            while (await reader.ReadAsync())
            {
                var values = Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue);
                rows.Add(string.Join('|', values.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture))));
            }
        }
        while (await reader.NextResultAsync());
        return rows;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
