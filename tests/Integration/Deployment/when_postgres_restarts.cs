using System.Diagnostics;
using System.Net;
using System.Text.Json;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Projections.Kernel.Store;
using EventedPipelines.Projections.Production.Runs;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Tests.Integration.Http;
using EventedPipelines.Tests.Integration.Runs;
using EventedPipelines.Workers.Workspaces;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace EventedPipelines.Tests.Integration.Deployment;

/// <summary>
/// After the database was away everything goes on by itself: runs, leases, what wakes the dispatchers, and the read models; of one process as of one of
/// several (ADR-0025). Meanwhile readiness says that it is away.
/// </summary>
[Collection(nameof(OnItsOwn)), Trait("Category", "Full")]
public sealed class when_postgres_restarts(PostgresServer server, ITestOutputHelper output)
{
    const int Days = 6;
    static readonly DateOnly first = new(2026, 10, 1);

    [Theory, InlineData(1), InlineData(2)]
    public async Task runs_go_on_and_read_models_catch_up_after_every_restart_of_postgres(int nodes)
    {
        await using var postgres = await (await BreakablePostgres.StartAsync()).WithSchemaAsync();
        await using var system = await SampleSystem.StartAsync(postgres.Database);
        await using var workers = await RunningWorkers.StartAsync(
            server, WorkspaceRefusedException.Open(ProfitWorkspace.Folder), system.Data, system.Lake, postgres.Database, nodes: nodes, api: true, configure: services =>
            {
                // The test waits for commits too, and one node alone tells nobody of its own.
                if (nodes == 1)
                {
                    services.AddHostedService<CommitNotices>();
                }
            });
        using var client = new ApiClient(workers.Url);
        for (var restart = 1; restart <= 3; restart++)
        {
            await BeginAsync(system, first.AddDays((restart - 1) * Days), ingestedBefore: (restart - 1) * Days * 2);
            await postgres.CrashAsync();
            (await client.GetAsync("/health/ready")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
            await postgres.StartAgainAsync();
            system.Source.Clear();
            var watch = Stopwatch.StartNew();
            await system.FinishedAsync(restart * Days);
            output.WriteLine($"restart {restart}: all runs finished {watch.Elapsed.TotalSeconds:0.0} s after PostgreSQL was back");
            await CurrentAsync(client);
            output.WriteLine($"restart {restart}: the read models are current {watch.Elapsed.TotalSeconds:0.0} s after PostgreSQL was back");
        }

        await Invariants.HoldAsync(system.Source);
        await TheyAreTheFoldsOfTheEventsAsync(system.Store);
    }

    static async Task BeginAsync(SampleSystem system, DateOnly from, int ingestedBefore)
    {
        for (var day = 0; day < Days; day++)
        {
            system.Deliver(from.AddDays(day));
        }

        await system.BackfillAsync(from, from.AddDays(Days - 1));
        await system.UntilAsync(session => session.Events.QueryRawEventDataOnly<SourceIngested>().CountAsync(), ingested => ingested > ingestedBefore);
    }

    static async Task CurrentAsync(ApiClient client)
    {
        for (var patience = Stopwatch.StartNew(); ; await Task.Delay(50))
        {
            var answer = await client.GetAsync("/health/ready");
            if (answer.Status is HttpStatusCode.OK && answer.Values("readModels", "unread") is ["0", "0"])
            {
                return;
            }

            patience.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60), answer.Text);
        }
    }

    static async Task TheyAreTheFoldsOfTheEventsAsync(DocumentStore store)
    {
        await using var session = store.QuerySession();
        var runs = await session.Query<Run>().ToListAsync();
        runs.ShouldAllBe(run => run.Outcome == RunOutcome.Succeeded || run.Outcome == RunOutcome.SucceededWithWarnings);
        var shown = (await session.Query<RunDetails>().ToListAsync()).ToDictionary(details => details.Id);
        shown.Keys.ShouldBe(runs.Select(run => run.Id), ignoreOrder: true);
        foreach (var run in runs)
        {
            var events = await session.Events.FetchStreamAsync(run.Id);
            JsonSerializer.Serialize(shown[run.Id]).ShouldBe(JsonSerializer.Serialize(events.Aggregate(default(RunDetails), (state, e) => RunDetailsProjection.Fold(state, e.Data))));
        }
    }
}
