using System.Net;
using EventedPipelines.Api.Hosting;
using EventedPipelines.Api.Kernel;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Projections.Kernel.Store;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Workers;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Wolverine;
using static EventedPipelines.Tests.Integration.Http.Definitions;

namespace EventedPipelines.Tests.Integration.Http;

/// <summary>In one process, or in two that share a database. There are no files, so that a run ends waiting for them.</summary>
public sealed class when_api_and_workers_meet(PostgresServer server)
{
    static readonly TimeSpan patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task a_run_that_is_asked_for_is_done_where_api_and_workers_are_one_process()
    {
        var database = await server.CreateDatabaseAsync();
        var builder = HostLogs.Builder();
        var lake = Directory.CreateTempSubdirectory("ep-lake-").FullName;
        builder.AddWorkers(
            new(database.App, new("", "test", "UTC", "", "USD", []), lake, lake, Enum.GetValues<WorkRole>(), 1, "test", false), typeof(ApiHost).Assembly);
        builder.AddApi(Settings(database));

        await RunsUntilItWaitsAsync(builder);
    }

    [Fact]
    public async Task a_run_that_is_asked_for_is_done_where_api_and_workers_only_share_a_database()
    {
        await using var workers = await RunningWorkers.StartAsync(server, data: "/nowhere", nodes: 2);
        var builder = HostLogs.Builder();
        builder.AddApi(Settings(workers.Database));
        builder.AddStoreAlone(Settings(workers.Database));

        await RunsUntilItWaitsAsync(builder);
    }

    [Fact]
    public async Task an_api_alone_does_none_of_the_pending_work()
    {
        var database = await server.CreateDatabaseAsync();
        var builder = HostLogs.Builder();
        builder.AddApi(Settings(database));
        builder.AddStoreAlone(Settings(database));
        await using var app = builder.Build();
        app.MapApi();
        await app.StartAsync(TestContext.Current.CancellationToken);
        var story = new Story(app.Services.GetRequiredService<IDocumentStore>(), TimeProvider.System);
        await story.DefineAsync(Daily("alone", "profit"));
        var run = await story.OpenAsync("alone", "2020-01-01");
        using var client = new ApiClient(new(app.Urls.First()));

        (await client.GetAsync("/api/v1/work?state=due")).Values("items", "fence").ShouldBe(["0", "0"]);
        (await client.GetAsync($"/api/v1/runs/{run}")).Json["version"]!.GetValue<int>().ShouldBe(1);
        app.Services.GetRequiredService<WolverineOptions>().Durability.Mode.ShouldBe(DurabilityMode.MediatorOnly);
        app.Services.GetServices<IHostedService>().Select(service => service.GetType().Assembly).ShouldNotContain(typeof(WorkersHost).Assembly);
    }

    static async Task RunsUntilItWaitsAsync(WebApplicationBuilder builder)
    {
        await using var app = builder.Build();
        app.MapApi();
        await app.StartAsync(TestContext.Current.CancellationToken);
        await new Story(app.Services.GetRequiredService<IDocumentStore>(), TimeProvider.System).DefineAsync(Daily("meets", "profit"));
        var changed = new SemaphoreSlim(0);
        app.Services.GetRequiredService<CommitSignal>().Committed += () => changed.Release();
        using var client = new ApiClient(new(app.Urls.First()));

        var accepted = await client.PostAsync("/api/v1/runs", """{"pipeline":"meets","interval":"2020-01-01"}""");

        accepted.Status.ShouldBe(HttpStatusCode.Accepted, accepted.Text);
        while ((await client.GetAsync(accepted.Location)).Json["stage"]!.ToString() != "waiting")
        {
            (await changed.WaitAsync(patience, TestContext.Current.CancellationToken)).ShouldBeTrue("Nothing more was committed.");
        }

        await app.StopAsync(TestContext.Current.CancellationToken);
    }
    static ApiSettings Settings(TestDatabase database) => new(database.App, ["http://127.0.0.1:0"], ApiKey: null, Simulated: false, Nodes: 2);
}
