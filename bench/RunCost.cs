using System.Globalization;
using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Backfills;
using EventedPipelines.Workers.Demo.Samples;
using EventedPipelines.Workers.Workspaces;

namespace EventedPipelines.Bench;

/// <summary>What a run costs: alone, and as one of a backfill; by kind of step, and in statements and commits of PostgreSQL.</summary>
static class RunCost
{
    static readonly DateOnly FirstDay = new(2026, 1, 1);

    public static IAsyncEnumerable<Line> OfDaysAsync(Setting setting)
    {
        var data = setting.Server.NewFolder("data");
        var dataIntervals = DataInterval.Between(Grain.Day, FirstDay, FirstDay.AddDays(setting.Of(299, 59, 11))).ToList();
        dataIntervals.ForEach(day => SampleWriter.WriteDay(data, seed: 1, day.First));
        BenchWorkers.Settle(data);
        return MeasureAsync(setting, "workspace", "aggregate-profit", data, dataIntervals, alone: setting.Of(40, 10, 3), together: setting.Of(40, 20, 4));
    }

    public static IAsyncEnumerable<Line> OfMonthsAsync(Setting setting)
    {
        var months = DataInterval.Between(Grain.Month, new(2010, 12, 1), setting.Of(new DateOnly(2014, 1, 31), new(2014, 1, 31), new(2011, 11, 30))).ToList();
        return Environment.GetEnvironmentVariable("ADVENTUREWORKS_DATA") is { Length: > 0 } data
            ? MeasureAsync(setting, "tests/Integration/AdventureWorks/workspace-months", "aggregate-profit", data, months, alone: setting.Of(8, 8, 3), together: setting.Of(13, 13, 4))
            : new[] { new Line("AdventureWorks by month", "skipped: ADVENTUREWORKS_DATA is not set") }.ToAsyncEnumerable();
    }

    static async IAsyncEnumerable<Line> MeasureAsync(Setting setting, string folder, string id, string data, List<DataInterval> dataIntervals, int alone, int together)
    {
        var workspace = WorkspaceRefusedException.Open(Repository.Folder(folder));
        var pipeline = workspace.Pipeline(id);
        await using var workers = await BenchWorkers.StartAsync(setting, workspace, data);
        var history = new RunHistory(workers);

        // The first runs compile code and parse the files that cover many intervals.
        var warm = dataIntervals.Count / 8;
        await BackfillAsync(workers, pipeline, [.. dataIntervals.Take(warm)]);

        var latency = new Samples();
        var costs = new StepCosts();
        foreach (var dataInterval in dataIntervals.Skip(warm).Take(alone))
        {
            var run = await history.OfAsync(await workers.RunAsync(pipeline, dataInterval));
            latency.Add(run.Milliseconds);
            costs.Add(run);
        }

        yield return new($"run of a {pipeline.Grain.ToString().ToLowerInvariant()} alone", latency.Spread("ms"));
        foreach (var line in costs.Lines())
        {
            yield return line;
        }

        var each = new Samples();
        var database = await DatabaseCounts.StartAsync(workers.Database);
        var cpu = setting.Server.Cpu;
        var backfills = dataIntervals.Skip(warm + alone).Chunk(together).Where(chunk => chunk.Length == together).ToList();
        foreach (var chunk in backfills)
        {
            each.Add((await BackfillAsync(workers, pipeline, chunk)).TotalMilliseconds / chunk.Length);
        }

        var runs = backfills.Count * together;
        cpu = setting.Server.Cpu - cpu;
        var (statements, commits) = await database.StopAsync();
        if (setting.PrintsStatements)
        {
            await database.PrintStatementsAsync(runs);
        }

        yield return new("each of a backfill", each.Spread("ms"));
        yield return new("  runs per second", string.Create(CultureInfo.InvariantCulture, $"{1000 / each.Median:0.0}"));
        yield return new("  processor time of the process, of PostgreSQL", $"{cpu.Each(runs)}");
        yield return new("  statements, commits of PostgreSQL", string.Create(CultureInfo.InvariantCulture, $"{(double)statements / runs:0}, {(double)commits / runs:0}"));
        await history.DemandAllSucceededAsync();
    }

    /// <summary>From the request until the last run has published.</summary>
    static async Task<TimeSpan> BackfillAsync(BenchWorkers workers, PipelineDefinition pipeline, DataInterval[] dataIntervals)
    {
        var (id, now) = (Guid.CreateVersion7(), DateTimeOffset.UtcNow);
        var requested = RequestBackfillDecision.Decide(new(id, dataIntervals[0].First, dataIntervals[^1].Last, Reprocess.Missing, "bench", "bench", false), [pipeline], now);
        await workers.Store.BeginAsync<Backfill>(id, "bench", requested, default);
        await workers.UntilFinishedAsync(id, TimeSpan.FromMilliseconds(50));
        return await new RunHistory(workers).LastPublicationAsync() - now;
    }
}
