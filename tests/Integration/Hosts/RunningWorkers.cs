using System.Reflection;
using EventedPipelines.Api.Hosting;
using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Domain.Production.Backfills;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Projections.Kernel.Store;
using EventedPipelines.Workers;
using EventedPipelines.Workers.Catalog.Pipelines;
using EventedPipelines.Workers.Production.Sources;
using EventedPipelines.Workers.Workspaces;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EventedPipelines.Tests.Integration.Hosts;

/// <summary>The workers in this process, on a database of their own, and with them the api where it is wanted.</summary>
public sealed class RunningWorkers : IAsyncDisposable
{
    readonly WebApplication _app;

    RunningWorkers(WebApplication app, TestDatabase database) => (_app, Database) = (app, database);

    public IServiceProvider Services => _app.Services;

    public TestDatabase Database { get; }

    public static async Task<RunningWorkers> StartAsync(
        PostgresServer server, Workspace? workspace = null, string data = "", string lake = "", TestDatabase? database = null, string name = "test", int nodes = 1,
        Action<IServiceCollection>? configure = null, bool api = false)
    {
        database ??= await server.CreateDatabaseAsync();
        var builder = HostLogs.Builder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddWorkers(
            new(database.App, workspace ?? new("", "test", "UTC", "", "USD", []), data, lake.Length > 0 ? lake : Directory.CreateTempSubdirectory("ep-lake-").FullName, Enum.GetValues<WorkRole>(),
                nodes, name, false),
            [typeof(RunningWorkers).Assembly, .. api ? (Assembly[])[typeof(ApiHost).Assembly] : []]);
        if (api)
        {
            builder.AddApi(new(database.App, ["http://127.0.0.1:0"], ApiKey: null, Simulated: false, nodes));
        }

        // Tests deliver whole files, right before they are read.
        builder.Services.RemoveAll<FileSettling>();
        var documents = Documents(builder.Services);
        configure?.Invoke(builder.Services);
        var hasItsOwn = Documents(builder.Services) > documents;
        var app = builder.Build();
        if (api)
        {
            app.MapApi();
        }

        // The database has the schema of this build; to compare all of it takes half as long as the rest of a start.
        if (hasItsOwn)
        {
            await PostgresServer.ExtendAsync(database, app.Services.GetRequiredService<IDocumentStore>());
        }

        await app.StartAsync();
        return new(app, database);
    }

    static int Documents(IServiceCollection services) => services.Count(service => service.ServiceType == typeof(IConfigureMarten));

    /// <summary>Where the api is, if it was wanted.</summary>
    public Uri Url => new(_app.Urls.First());

    public IDocumentStore Store => Services.GetRequiredService<IDocumentStore>();

    /// <summary>Runs the intervals of a pipeline that touch the days, and waits until each of them is finished.</summary>
    public async Task<IReadOnlyList<Run>> BackfillAsync(string pipeline, DateOnly from, DateOnly to, Reprocess reprocess = Reprocess.Missing)
    {
        var definition = await Services.GetRequiredService<PipelineDefinitions>().LatestAsync(pipeline, default);
        var id = Guid.CreateVersion7();
        var requested = RequestBackfillDecision.Decide(new(id, from, to, reprocess, "test", "test", false), [definition], Services.GetRequiredService<TimeProvider>().GetUtcNow());
        await Store.BeginAsync<Backfill>(id, "test", requested, default);
        var backfill = await UntilAsync(session => session.LoadAsync<Backfill>(id), found => found?.DispatchedAt is not null);
        return await UntilAsync(
            session => session.LoadManyAsync<Run>([.. backfill!.Decided.Where(interval => interval.Skipped is null).Select(interval => interval.RunId!.Value)]),
            runs => runs.All(run => run.IsFinished));
    }

    /// <summary>Looks after every commit until the fact is there.</summary>
    public Task<T> UntilAsync<T>(Func<IQuerySession, Task<T>> look, Func<T, bool> isThere) =>
        Store.UntilAsync(Services.GetRequiredService<CommitSignal>(), look, isThere);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
