using EventedPipelines.Api.Hosting;
using EventedPipelines.Api.Kernel;
using EventedPipelines.Projections.Kernel.Store;
using EventedPipelines.Projections.Shape;
using EventedPipelines.Tests.Integration.Hosts;
using JasperFx.Events.Daemon;
using Marten;
using Marten.Events;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace EventedPipelines.Tests.Integration.Http;

/// <summary>The api on its own, on a real port and a database of its own, and beside it the store through which workers would append.</summary>
public sealed class ApiFixture(PostgresServer server) : IAsyncLifetime
{
    readonly List<WebApplication> _apps = [];
    IProjectionDaemon? _daemon;

    public MovableClock Clock { get; } = new(new(2026, 11, 25, 8, 0, 0, TimeSpan.Zero));

    public string Database { get; private set; } = "";

    public DocumentStore Store { get; private set; } = null!;

    public Story Story { get; private set; } = null!;

    public ApiClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = (await server.CreateDatabaseAsync()).App;
        Store = DocumentStore.For(options =>
        {
            options.Connection(Database);
            options.AddEventedPipelines(Clock, new CommitSignal());
        });
        Story = new(Store, Clock);
        _daemon = await Store.BuildProjectionDaemonAsync();
        await _daemon.StartAllAsync();
        Client = await StartAsync(settings => settings);
    }

    /// <summary>A further api on the same database; returns a client of it.</summary>
    public async Task<ApiClient> StartAsync(Func<ApiSettings, ApiSettings> change)
    {
        var settings = change(new(Database, ["http://127.0.0.1:0"], ApiKey: null, Simulated: false, Nodes: 2));
        var builder = HostLogs.Builder();
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.AddApi(settings);
        builder.AddStoreAlone(settings);
        var app = builder.Build();
        app.MapApi();
        await app.StartAsync();
        _apps.Add(app);
        return new(new(app.Urls.First()));
    }

    /// <summary>Until the views show all that was appended.</summary>
    public Task CaughtUpAsync() => Store.WaitForNonStaleProjectionDataAsync(TimeSpan.FromSeconds(20));

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _apps)
        {
            await app.DisposeAsync();
        }

        if (_daemon is not null)
        {
            await _daemon.StopAllAsync();
        }

        await Store.DisposeAsync();
    }

    public static async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

public sealed class MovableClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
