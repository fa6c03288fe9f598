using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Tests.Integration.Hosts;
using Marten;
using Npgsql;

namespace EventedPipelines.Tests.Integration.Runs;

/// <summary>The server stays, but all at once every connection of the workers is gone: a failover, a firewall, an administrator.</summary>
[Collection(nameof(OnItsOwn)), Trait("Category", "Full")]
public sealed class when_connections_are_cut(PostgresServer server, ITestOutputHelper output)
{
    const int Days = 20;
    const int Cuts = 3;
    static readonly DateOnly first = new(2026, 10, 1);

    [Fact]
    public async Task steps_that_lost_their_connections_are_tried_again_and_no_run_fails()
    {
        await using var system = await SampleSystem.StartAsync(await server.CreateDatabaseAsync());
        await using var notices = await AttemptNotices.StartAsync(system.Database);
        for (var day = 0; day < Days; day++)
        {
            system.Deliver(first.AddDays(day));
        }

        var app = new NpgsqlConnectionStringBuilder(system.Database.App) { ApplicationName = "workers" }.ConnectionString;
        await using var workers = system.StartWorkers([], ("ConnectionStrings__Evented", app));
        await workers.SaysAsync("Application started");
        await system.BackfillAsync(first, first.AddDays(Days - 1));
        for (var cut = 0; cut < Cuts; cut++)
        {
            await notices.BegunAsync(workers, count: Days);
            await using var command = system.Source.CreateCommand("select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = 'workers'");
            output.WriteLine($"{await command.ExecuteScalarAsync()} connections cut");
        }

        // What failed is owed again in half a minute; a person need not wait for that.
        var runs = await system.UntilAsync(session => session.Query<Run>().ToListAsync(), runs => runs.Count == Days && runs.All(run => run.IsFinished || IsRetrying(run)));
        foreach (var run in runs.Where(run => !run.IsFinished))
        {
            await system.Store.DecideAsync<Run>(run.Id, "test", (state, _) => RetryRunDecision.Decide(new(run.Id, null, "test"), state, state.Generation, DateTimeOffset.UtcNow), default);
        }

        await system.FinishedAsync(Days);
        await using var session = system.Store.QuerySession();
        (await session.Query<Run>().ToListAsync()).ShouldAllBe(run => run.Outcome == RunOutcome.Succeeded || run.Outcome == RunOutcome.SucceededWithWarnings);
        var failed = await session.Events.QueryRawEventDataOnly<AttemptFailed>().ToListAsync();
        output.WriteLine($"{failed.Count} attempts failed: {string.Join("; ", failed.Select(attempt => $"{attempt.Step}: {attempt.Error.Message}").Distinct())}");
        failed.ShouldAllBe(attempt => attempt.Error.Class == ErrorClass.Transient);
        await Invariants.HoldAsync(system.Source);
    }

    static bool IsRetrying(Run run) => run.OpenSteps.Any(step => run.ProgressOf(step).State is StepState.Retrying);
}
