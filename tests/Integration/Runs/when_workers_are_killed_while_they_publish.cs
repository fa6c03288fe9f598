using System.Diagnostics;
using System.Globalization;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Tests.Integration.Hosts;
using Marten;
using Npgsql;

namespace EventedPipelines.Tests.Integration.Runs;

/// <summary>
/// domain.md 2.9: a kill at any point leaves the old or the new version, never a mix, never doubled rows. The workers' real process is
/// ended with SIGKILL, by turns at a place of its own code and at a random moment of the publish step. `./test kill --count N`.
/// </summary>
[Collection(nameof(OnItsOwn)), Trait("Category", "Full"), Trait("Category", "Kill")]
public sealed class when_workers_are_killed_while_they_publish(PostgresServer server, ITestOutputHelper output)
{
    // One attempt fewer than a step has: after that the run would rightly fail.
    const int MostKillsOfARun = 3;

    static readonly string[] places = ["publish:staging", "publish:staged", "publish:swapped", "publish:before-commit", "publish:committed"];
    static readonly DateOnly[] days = [.. Enumerable.Range(1, 5).Select(day => new DateOnly(2026, 11, day))];

    [Fact]
    public async Task a_target_table_is_what_the_events_say_wherever_a_publishing_worker_is_killed()
    {
        var (count, seed) = (Number("EVENTED_KILL_COUNT", 15), Number("EVENTED_KILL_SEED", Random.Shared.Next()));
        output.WriteLine($"{count} kills, EVENTED_KILL_SEED={seed}");
        var random = new Random(seed);
        await using var system = await SampleSystem.StartAsync(await server.CreateDatabaseAsync());
        await using var notices = await AttemptNotices.StartAsync(system.Database);
        foreach (var day in days)
        {
            system.Deliver(day);
            await system.OpenAsync(day);
        }

        await FinishAsync(system);
        var step = await PublishTakesAsync(system);
        output.WriteLine($"the publish step of a process just started takes {step.TotalMilliseconds:0} ms");
        for (var kill = 1; kill <= count; kill++)
        {
            var watch = Stopwatch.StartNew();
            var place = kill % 2 == 0 ? null : places[kill / 2 % places.Length];
            var day = days[random.Next(days.Length)];
            system.Deliver(day, seed: kill + 1);
            var opened = await system.OpenAsync(day);
            await KillAsync(system, notices, place, step * random.NextDouble());

            var what = string.Create(CultureInfo.InvariantCulture, $"Kill {kill} of {day:yyyy-MM-dd}, generation {opened.Generation}, at {place ?? "a random moment"}");
            await Invariants.HoldAsync(system.Source, what);
            await Invariants.NothingIsStagedAsync(system.Source);
            output.WriteLine($"{what}: {await StandingAsync(system, opened.RunId)}, {watch.Elapsed.TotalSeconds:0.0} s");
            if (await IsSpentAsync(system))
            {
                await FinishAsync(system);
            }
        }

        await FinishAsync(system);
    }

    static async Task KillAsync(SampleSystem system, AttemptNotices notices, string? place, TimeSpan spin)
    {
        var victim = new NpgsqlConnectionStringBuilder(system.Database.App) { ApplicationName = "victim" }.ConnectionString;
        await using var workers = system.StartWorkers([], [("ConnectionStrings__Evented", victim), ("EVENTED_KILL_AT", place ?? "")]);
        if (place is null)
        {
            await notices.BegunAsync(workers, "publish");
            for (var watch = Stopwatch.StartNew(); watch.Elapsed < spin;)
            {
                Thread.SpinWait(50);
            }

            await workers.KillAsync();
        }
        else
        {
            await workers.ExitAsync();
        }

        workers.ExitCode.ShouldBe(137, workers.Output);

        // What the server still does for a dead client is over when this returns.
        await using var gone = system.Source.CreateCommand("select pg_terminate_backend(pid, 10000) from pg_stat_activity where application_name = 'victim'");
        await gone.ExecuteNonQueryAsync();
    }

    /// <summary>Lets a process finish everything that is owed.</summary>
    static async Task FinishAsync(SampleSystem system)
    {
        await using (var workers = system.StartWorkers([]))
        {
            // Where the killed one had done everything, it would be told to stop before it listens.
            await workers.SaysAsync("Application started");
            await system.FinishedAsync(days.Length);
            await system.UntilAsync(_ => OwedAsync(system), owed => owed == 0);
            await workers.StopAsync();
            workers.ExitCode.ShouldBe(0, workers.Output);
        }

        await Invariants.HoldAsync(system.Source, "Finished");
        await using var session = system.Store.QuerySession();
        (await session.Query<Interval>().ToListAsync()).ShouldAllBe(interval => interval.Publication!.Generation == interval.Generation);
        (await session.Query<Run>().ToListAsync()).ShouldAllBe(run => run.Outcome != RunOutcome.Failed);
        (await OwedAsync(system)).ShouldBe(0);
    }

    static async Task<long> OwedAsync(SampleSystem system)
    {
        await using var owed = system.Source.CreateCommand("select count(*) from ep.pending_work where kind <> 'late-data' and (lease_owner is not null or due <= now())");
        return (long)(await owed.ExecuteScalarAsync())!;
    }

    static async Task<TimeSpan> PublishTakesAsync(SampleSystem system)
    {
        await using var command = system.Source.CreateCommand("""
            select avg(done.timestamp - begun.timestamp) from ep.mt_events begun join ep.mt_events done using (stream_id)
            where begun.type = 'attempt_started' and begun.data ->> 'step' = 'publish' and done.type = 'run_published'
            """);
        return (TimeSpan)(await command.ExecuteScalarAsync())!;
    }

    static async Task<bool> IsSpentAsync(SampleSystem system)
    {
        await using var session = system.Store.QuerySession();
        var runs = await session.Query<Run>().ToListAsync();
        return runs.Where(run => !run.IsFinished).SelectMany(run => run.Steps.Values).Any(step => step.State is StepState.Running && step.Attempts >= MostKillsOfARun);
    }

    static async Task<string> StandingAsync(SampleSystem system, Guid run)
    {
        await using var session = system.Store.QuerySession();
        return (await session.LoadAsync<Run>(run))!.Outcome is { } outcome ? $"the new version ({outcome})" : "the old version";
    }

    static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
