using System.Diagnostics;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Tests.Integration.Runs;
using Marten;
using Marten.Events;

namespace EventedPipelines.Tests.Integration.Deployment;

[Collection(nameof(OnItsOwn)), Trait("Category", "Full")]
public sealed class when_postgres_goes_away(ITestOutputHelper output)
{
    const int Days = 20;
    static readonly DateOnly first = new(2026, 10, 1);

    [Fact]
    public async Task workers_that_lose_postgres_amid_a_backfill_wait_for_it_and_finish_the_backfill()
    {
        await using var postgres = await (await BreakablePostgres.StartAsync()).WithSchemaAsync();
        await using var system = await SampleSystem.StartAsync(postgres.Database);
        for (var day = 0; day < Days; day++)
        {
            system.Deliver(first.AddDays(day));
        }

        await using var workers = system.StartWorkers([]);
        await using (var notices = await AttemptNotices.StartAsync(system.Database))
        {
            await workers.SaysAsync("Application started");
            await system.BackfillAsync(first, first.AddDays(Days - 1));
            await notices.BegunAsync(workers, count: Days);
        }

        await postgres.CrashAsync();
        await workers.SaysAsync("PostgreSQL does not answer");
        await postgres.StartAgainAsync();
        system.Source.Clear();
        var watch = Stopwatch.StartNew();
        await system.FinishedAsync(Days);

        output.WriteLine($"finished {watch.Elapsed.TotalSeconds:0.0} s after PostgreSQL was back");
        await using var session = system.Store.QuerySession();
        (await session.Query<Run>().ToListAsync()).ShouldAllBe(run => run.Outcome == RunOutcome.Succeeded || run.Outcome == RunOutcome.SucceededWithWarnings);
        var failed = await session.Events.QueryRawEventDataOnly<AttemptFailed>().ToListAsync();
        output.WriteLine($"{failed.Count} attempts failed: {string.Join("; ", failed.Select(attempt => $"{attempt.Step}: {attempt.Error.Message}").Distinct())}");
        failed.ShouldAllBe(attempt => attempt.Error.Class == ErrorClass.Transient);
        await Invariants.HoldAsync(system.Source);
        await system.Store.WaitForNonStaleProjectionDataAsync(TimeSpan.FromSeconds(30));
        await workers.StopAsync();
        workers.ExitCode.ShouldBe(0, workers.Output);
    }
}
