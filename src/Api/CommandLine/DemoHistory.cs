using System.Globalization;
using EventedPipelines.Api.Backfills;
using EventedPipelines.Api.Hosting;
using EventedPipelines.Api.Runs;
using EventedPipelines.Domain.Backfills;
using Spectre.Console;

namespace EventedPipelines.Api.CommandLine;

/// <summary>
/// The demonstration's past: the last thirty days of every area, run through the api like any backfill while the system serves, with a
/// progress bar, and a table of what came of it. Where the days have been run before nothing is run again.
/// </summary>
static class DemoHistory
{
    public static async Task FillAsync(string url, string? key, IEnumerable<string> areas, CancellationToken token)
    {
        using var server = new ServerConnection(new(url), key);
        var console = ProgressConsole.Of(wantsJson: false);
        var yesterday = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(-1);
        foreach (var area in areas)
        {
            console.Console.WriteLine($"The last {WholeSystem.DemoDays} days of {area}:");
            var command = new StartBackfill(yesterday.AddDays(1 - WholeSystem.DemoDays), yesterday, Reprocess.Missing, Area: area, Reason: "The demonstration's history");
            var started = await server.PostAsync<BackfillReceipt>("/api/v1/backfills", command, token);
            var followed = await BackfillFollowing.ToItsEndAsync(server, started.Location!, console, token);
            await SummarizeAsync(server, followed.Backfill, console.Console, token);
        }
    }

    static async Task SummarizeAsync(ServerConnection server, BackfillView backfill, IAnsiConsole console, CancellationToken token)
    {
        List<RunView> runs = [];
        foreach (var interval in backfill.Intervals.Where(interval => interval.RunId is not null))
        {
            runs.Add((await server.GetPatientlyAsync<RunView>(RunReceipt.PathOf(interval.RunId!.Value), token)).Value);
        }

        console.Write(TableOf(runs));
        foreach (var latest in runs.Where(run => run.Metrics.Count > 0).GroupBy(run => run.Pipeline).Select(group => group.MaxBy(run => run.Interval)!))
        {
            var totals = latest.Metrics.Where(point => point.Dimensions.Count == 0).Select(point => $"{point.Metric} {Words.Number(point)}");
            console.WriteLine($"  Latest, {latest.Pipeline} {latest.Interval}: {string.Join(", ", totals)}.");
        }
    }

    static Table TableOf(IEnumerable<RunView> runs)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("pipeline", "outcome");
        foreach (var number in (string[])["runs", "rows", "checks", "quarantined"])
        {
            table.AddColumn(new TableColumn(number).RightAligned());
        }

        foreach (var group in runs.GroupBy(run => (run.Pipeline, run.Outcome)).OrderBy(group => group.Key))
        {
            table.AddRow(
                group.Key.Pipeline,
                group.Key.Outcome is { } outcome ? Words.Of(outcome) : "waiting",
                Count(group.Count()),
                Count(group.Sum(run => run.Sources.Sum(source => source.Files.Sum(file => file.Rows)))),
                Count(group.Sum(run => run.Checks.Count)),
                Count(group.Sum(run => run.QuarantinedRows)));
        }

        return table;
    }

    static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
