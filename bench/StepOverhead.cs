using System.Diagnostics;
using System.Globalization;
using EventedPipelines.Application.Kernel;
using EventedPipelines.Application.Production.Intervals;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace EventedPipelines.Bench;

/// <summary>
/// E2: what the system adds to a step. Alone: from the commit that makes a no-op step due to the commit of its result. In bulk: steps per
/// second with every slot taken. Between them the floor does its three raw commits, on a database of its own that nobody polls.
/// </summary>
static class StepOverhead
{
    public static async IAsyncEnumerable<Line> MeasureAsync(Setting setting)
    {
        await using var workers = await BenchWorkers.StartAsync(setting, NoOpSteps.Workspace, configure: services => services.AddNoOpSteps());
        await using var database = NpgsqlDataSource.Create((await setting.Server.CreateDatabaseAsync()).App);
        var log = workers.Services.GetRequiredService<StepLog>();
        var floor = new RawSteps(database);
        var opened = 0;
        await BulkAsync(setting.Of(200, 200, 20));

        var (alone, raw, medians) = (new Samples(), new Samples(), new Rounds());
        for (var round = 0; round < setting.Rounds * 5; round++)
        {
            var (ours, theirs) = (await LatenciesAsync(opened++), await floor.RunAsync(NoOpSteps.StepsPerRun));
            alone.AddRange(ours.Skip(1));
            raw.AddRange(theirs.Skip(1));
            medians.Add(ours.Order().ElementAt(NoOpSteps.StepsPerRun / 2), theirs.Order().ElementAt(NoOpSteps.StepsPerRun / 2));
        }

        yield return new("no-op step alone, p50", Milliseconds(alone.Median), Milliseconds(raw.Median), medians.Ratio.Spread("", "0.00"), "<= 5 ms", medians.Judge(alone.Median <= 5));
        yield return new("no-op step alone, p99", Milliseconds(alone.At(0.99)), Milliseconds(raw.At(0.99)), "", "<= 20 ms", medians.Judge(alone.At(0.99) <= 20));

        var slots = 2 * Environment.ProcessorCount;
        var rates = new Rounds(areRates: true);
        var (cpu, steps) = (default(CpuTime), 0);
        var counts = await DatabaseCounts.StartAsync(workers.Database);
        for (var round = 0; round < setting.Rounds; round++)
        {
            var before = setting.Server.Cpu;
            var (rate, count) = await BulkAsync(setting.Of(120, 60, 10));
            cpu += setting.Server.Cpu - before;
            steps += count;
            rates.Add(rate, await RawRateAsync(slots, setting.Of(TimeSpan.FromSeconds(0.7), TimeSpan.FromSeconds(0.7), TimeSpan.FromSeconds(0.1))));
        }

        var (statements, commits) = await counts.StopAsync();
        if (setting.PrintsStatements)
        {
            await counts.PrintStatementsAsync(steps);
        }

        yield return new(
            "no-op steps, every slot taken", rates.Ours.Spread("/s", "0"), $"{rates.Floor.Median.ToString("0", CultureInfo.InvariantCulture)} /s", rates.Ratio.Spread("", "0.00"), ">= 500 /s",
            rates.Judge(rates.Ours.Median >= 500));
        yield return new("  processor time of the process, of PostgreSQL", $"{cpu.Each(steps)}");
        yield return new("  statements, commits of PostgreSQL", string.Create(CultureInfo.InvariantCulture, $"{(double)statements / steps:0.0}, {(double)commits / steps:0.0}"));

        async Task<IReadOnlyList<double>> LatenciesAsync(int number)
        {
            var done = log.After(NoOpSteps.StepsPerRun);
            await OpenAsync(workers, number, 1);
            var last = Stopwatch.GetTimestamp();
            await done;
            List<double> times = [];
            foreach (var ended in log.Ended.TakeLast(NoOpSteps.StepsPerRun))
            {
                times.Add(Stopwatch.GetElapsedTime(last, ended).TotalMilliseconds);
                last = ended;
            }

            return times;
        }

        // Counted from when all runs are open, so that opening them is no part of it.
        async Task<(double Rate, int Steps)> BulkAsync(int runs)
        {
            var done = log.After(runs * NoOpSteps.StepsPerRun);
            await OpenAsync(workers, opened, runs);
            opened += runs;
            var (start, before) = (Stopwatch.GetTimestamp(), log.Count);
            await done;
            return ((log.Count - before) / Stopwatch.GetElapsedTime(start).TotalSeconds, log.Count - before);
        }

        async Task<double> RawRateAsync(int parallel, TimeSpan time)
        {
            var start = Stopwatch.GetTimestamp();
            var counts = await Task.WhenAll(Enumerable.Range(0, parallel).Select(async _ =>
            {
                var count = 0;
                while (Stopwatch.GetElapsedTime(start) < time)
                {
                    count += (await floor.RunAsync(NoOpSteps.StepsPerRun)).Count;
                }

                return count;
            }));
            return counts.Sum() / Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
    }

    static async Task OpenAsync(BenchWorkers workers, int first, int count) => await workers.Store.InTransactionAsync("bench", async session =>
    {
        for (var number = first; number < first + count; number++)
        {
            await session.OpenGenerationAsync(NoOpSteps.Run(number), DateTimeOffset.UtcNow, default);
        }

        return count;
    }, default);

    static string Milliseconds(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:0.0} ms");
}
