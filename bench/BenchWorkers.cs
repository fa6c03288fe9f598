using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.Pipelines;
using EventedPipelines.Domain.Runs;
using EventedPipelines.Domain.Work;
using EventedPipelines.Projections.Intervals;
using EventedPipelines.Projections.Store;
using EventedPipelines.Workers;
using EventedPipelines.Workers.Pipelines;
using EventedPipelines.Workers.Runs;
using JasperFx;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Npgsql;
using Weasel.Core;

namespace EventedPipelines.Bench;

/// <summary>The workers in this process, on a database of their own.</summary>
sealed class BenchWorkers : IAsyncDisposable
{
    readonly WebApplication app;

    BenchWorkers(WebApplication app, BenchDatabase database) => (this.app, Database) = (app, database);

    public BenchDatabase Database { get; }

    public IServiceProvider Services => app.Services;

    public IDocumentStore Store => Services.GetRequiredService<IDocumentStore>();

    public NpgsqlDataSource DataSource => Services.GetRequiredService<NpgsqlDataSource>();

    public static async Task<BenchWorkers> StartAsync(Setting setting, Workspace? workspace = null, string data = "", Action<IServiceCollection>? configure = null)
    {
        var database = await setting.Server.CreateDatabaseAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddWorkers(
            new(database.App, workspace ?? new("", "bench", "UTC", "", "USD", []), data, setting.Server.NewFolder("lake"), Enum.GetValues<WorkRole>(), 1, "bench", false),
            typeof(BenchWorkers).Assembly);
        // Its files are whole when they are written, right before they are read.
        builder.Services.RemoveAll<FileSettling>();
        configure?.Invoke(builder.Services);
        var app = builder.Build();
        await AddOwnDocumentsAsync(database, app.Services.GetRequiredService<IDocumentStore>());
        await app.StartAsync();
        return new(app, database);
    }

    /// <summary>One run of the slice, from being asked for until nothing is left to do.</summary>
    public async Task<Guid> RunAsync(PipelineDefinition pipeline, Slice slice)
    {
        var opened = await Store.InTransactionAsync(
            "bench", session => session.OpenGenerationAsync(new(pipeline.Id, slice, RunCause.Manual, false, null, "bench", "bench"), DateTimeOffset.UtcNow, default), default);
        await UntilNothingIsOwedAsync(TimeSpan.FromMilliseconds(5));
        return opened.RunId;
    }

    /// <summary>Looks every so often until no run, backfill or probe owes anything; the schedule's next tick does not count.</summary>
    public async Task UntilNothingIsOwedAsync(TimeSpan pause)
    {
        await using var command = DataSource.CreateCommand("select exists (select from ep.pending_work where kind not in ('schedule-tick', 'late-data'))");
        while (await command.ExecuteScalarAsync() is true)
        {
            await Task.Delay(pause);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    // Documents that only a benchmark has, made as the owner would.
    static async Task AddOwnDocumentsAsync(BenchDatabase database, IDocumentStore store)
    {
        var script = await store.Storage.Database.CreateMigrationAsync();
        if (script.Difference is not SchemaPatchDifference.None)
        {
            var patch = new StringWriter();
            script.WriteAllUpdates(patch, store.Storage.Database.Migrator, AutoCreate.CreateOrUpdate);
            await BenchServer.ExecuteAsync(database.Owner, $"{patch}; {StoreScripts.GrantsTo(new NpgsqlConnectionStringBuilder(database.App).Username!)}");
        }
    }
}
