using System.Diagnostics;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Workers.Demo.Samples;
using Marten;

namespace EventedPipelines.Tests.Integration.Intervals;

/// <summary>At least 150 day runs of the five pipelines are published within a minute on two cores.</summary>
[Trait("Category", "Full")]
[Collection(nameof(OnItsOwn))]
public sealed class when_a_month_of_the_sample_is_run(PostgresServer server, ITestOutputHelper output)
{
    static readonly TimeSpan atMost = TimeSpan.FromSeconds(60);
    static readonly DataInterval[] days = [.. DataInterval.Between(Grain.Day, new(2026, 2, 1), new(2026, 3, 10))];

    [Fact]
    public async Task a_month_of_the_sample_is_published_within_a_minute()
    {
        await using var system = await StillSystem.StartAsync(server, FivePipelines.Workspace, new(2026, 3, 11, 10, 0, 0, TimeSpan.Zero));

        // The first of February closes January, which reads all of its days.
        foreach (var day in DataInterval.Between(Grain.Day, new(2026, 1, 1), days[^1].Last))
        {
            SampleWriter.WriteDay(system.Data, seed: 1, day.First);
        }

        var watch = Stopwatch.StartNew();
        await FivePipelines.OpenAsync(system, days);
        await system.QuietAsync(seconds: 300);
        watch.Stop();

        await using var session = system.Store.QuerySession();
        var runs = await session.Query<Run>().ToListAsync();
        output.WriteLine($"{runs.Count} runs in {watch.Elapsed.TotalSeconds:0.0} s: {string.Join(", ", runs.CountBy(run => $"{run.Outcome}"))}");
        runs.Count(run => run.DataInterval.Grain is Grain.Day && run.IsFinished).ShouldBeGreaterThanOrEqualTo(150);
        runs.ShouldAllBe(run => run.Outcome == RunOutcome.Succeeded || run.Outcome == RunOutcome.SucceededWithWarnings || run.Outcome == RunOutcome.PublishedPartial);
        watch.Elapsed.ShouldBeLessThan(atMost);
    }
}
