using System.Diagnostics;
using EventedPipelines.Application.Kernel;
using EventedPipelines.Application.Production.Intervals;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Domain.Production.Backfills;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Projections.Kernel.Store;
using EventedPipelines.Workers;
using EventedPipelines.Workers.Workspaces;
using JasperFx;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Weasel.Core;

namespace EventedPipelines.Bench;

/// <summary>The workers in this process, on a database of their own.</summary>
sealed class BenchWorkers : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    readonly WebApplication _app;

    BenchWorkers(WebApplication app, BenchDatabase database) => (_app, Database) = (app, database);

    public BenchDatabase Database { get; }

    public IServiceProvider Services => _app.Services;

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
        configure?.Invoke(builder.Services);
        var app = builder.Build();
        await AddOwnDocumentsAsync(database, app.Services.GetRequiredService<IDocumentStore>());
        await app.StartAsync();
        return new(app, database);
    }

    /// <summary>Makes delivered files as old as those that nobody writes any more: right after they are written they would not be read yet.</summary>
    public static void Settle(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddHours(-1));
        }
    }

    /// <summary>One run of the data interval, from being asked for until it is finished and nothing follows from it.</summary>
    public async Task<Guid> RunAsync(PipelineDefinition pipeline, DataInterval dataInterval)
    {
        var opened = await Store.InTransactionAsync(
            "bench", session => session.OpenGenerationAsync(new(pipeline.Id, dataInterval, RunCause.Manual, false, null, "bench", "bench"), DateTimeOffset.UtcNow, default), default);
        await UntilFinishedAsync([opened.RunId], TimeSpan.FromMilliseconds(5));
        return opened.RunId;
    }

    /// <summary>Until the backfill has opened its runs and each is finished.</summary>
    public async Task UntilFinishedAsync(Guid backfill, TimeSpan pause)
    {
        Backfill? opened = null;
        await UntilAsync(pause, async () =>
        {
            await using var session = Store.QuerySession();
            opened = await session.LoadAsync<Backfill>(backfill);
            return opened?.DispatchedAt is null ? $"backfill {backfill} to open its runs" : null;
        });
        await UntilFinishedAsync([.. opened!.Decided.Where(interval => interval.Skipped is null).Select(interval => interval.RunId!.Value)], pause);
    }

    async Task UntilFinishedAsync(Guid[] runs, TimeSpan pause)
    {
        await UntilAsync(pause, () => FindAsync("select id::text || ' to finish' from ep.mt_doc_run where id = any($1) and data ->> 'outcome' is null limit 1", runs));

        // What follows from a run, such as telling later intervals, would be measured with the next one. Other work is always there: schedules, watches, the team's.
        await UntilAsync(pause, () => FindAsync(
            "select kind || ' ' || key || ' to be done' from ep.pending_work where dead_at is null and kind not in ('schedule-tick', 'source-watch', 'late-data') and (ready_at <= now() or lease_until is not null) limit 1"));
    }

    async Task<string?> FindAsync(string sql, Guid[]? runs = null)
    {
        await using var command = DataSource.CreateCommand(sql);
        if (runs is not null)
        {
            command.Parameters.Add(new() { Value = runs });
        }

        return await command.ExecuteScalarAsync() as string;
    }

    // A row that waits for what does not come says for what.
    static async Task UntilAsync(TimeSpan pause, Func<Task<string?>> awaited)
    {
        for (var since = Stopwatch.StartNew(); await awaited() is { } still; await Task.Delay(pause))
        {
            if (since.Elapsed > Patience)
            {
                throw new TimeoutException($"Still waiting for {still}.");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
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
