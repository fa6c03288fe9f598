using System.Globalization;
using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Api.Production.Metrics;
using EventedPipelines.Api.Production.Runs;
using EventedPipelines.Api.Reliability.Incidents;
using EventedPipelines.Api.Reliability.Sla;
using EventedPipelines.Domain.Production.Metrics;
using EventedPipelines.Domain.Reliability.Incidents;
using Spectre.Console;

namespace EventedPipelines.Cli.CommandLine;

/// <summary>What a demonstration has behind it, read through the api: its runs by their outcome, incidents, SLAs, and the latest numbers.</summary>
static class DemoHistory
{
    const int MostSlots = 5;

    public static async Task ShowAsync(string url, string? key, CancellationToken cancellationToken)
    {
        using var server = new ServerConnection(new(url), key);
        var console = ProgressConsole.Of(wantsJson: false).Console;
        var runs = await AllAsync<RunView>(server, "/api/v1/runs", cancellationToken);
        var incidents = await AllAsync<IncidentView>(server, "/api/v1/incidents", cancellationToken);
        console.Write(TableOf(runs));
        console.WriteLine($"  {Words.Count(incidents.Count, "incident")}, {incidents.Count(incident => incident.Status is not IncidentStatus.Resolved)} of them open.");
        var today = DateTime.UtcNow.Date;
        var sla = (await server.GetPatientlyAsync<SlaView>($"/api/v1/sla?from={today.AddDays(-30):yyyy-MM-dd}&to={today:yyyy-MM-dd}", cancellationToken)).Value.Summary;
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  SLAs of the last 30 days: {sla.Met} met, {sla.Partial} partial, {sla.Missed} missed."));

        await ShowNumbersAsync(console, server, cancellationToken);
        foreach (var run in runs.Where(run => run.Outcome is null).OrderBy(run => run.Pipeline, StringComparer.Ordinal).ThenBy(run => run.Interval))
        {
            console.WriteLine($"  {run.Pipeline} {run.Interval}: {Words.DoingOf(run)}");
        }

        foreach (var latest in runs.Where(run => run.Metrics.Count > 0).GroupBy(run => run.Pipeline).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group.MaxBy(run => run.Interval)!))
        {
            var totals = latest.Metrics.Where(point => point.Dimensions.Count == 0)
                .Select(point => $"{point.Metric} {Words.Number(point)}{(point.Completeness is PointState.Partial ? " (partial)" : "")}");
            console.WriteLine($"  Latest, {latest.Pipeline} {latest.Interval}: {string.Join(", ", totals)}.");
        }
    }

    /// <summary>Which of the numbers lack something, by the slots that stand in their way, and which are stale.</summary>
    static async Task ShowNumbersAsync(IAnsiConsole console, ServerConnection server, CancellationToken cancellationToken)
    {
        var points = await AllAsync<MetricPointView>(server, "/api/v1/investor-metrics?totals=true", cancellationToken);
        var partial = points.Where(point => point.Completeness is not PointState.Complete).ToList();
        string[] slots = [.. partial.SelectMany(point => point.Coverage?.MissingSlots ?? []).CountBy(slot => slot).OrderByDescending(slot => slot.Value)
            .ThenBy(slot => slot.Key, StringComparer.Ordinal).Select(slot => slot.Key)];
        console.WriteLine($"  {Words.Count(points.Count, "number")}, {partial.Count} of them not complete{(slots.Length == 0 ? "" : $", for want of {string.Join(", ", slots.Take(MostSlots))}{(slots.Length > MostSlots ? $" and {slots.Length - MostSlots} more" : "")}")}.");
        console.WriteLine($"  {Words.Count(points.Sum(point => point.Restatements > 0 ? 1 : 0), "number")} restated, {points.Count(point => point.Stale is not null)} stale, {points.Count(point => point.Completeness is PointState.Withdrawn)} withdrawn.");
    }

    static async Task<List<T>> AllAsync<T>(ServerConnection server, string path, CancellationToken cancellationToken)
    {
        List<T> all = [];
        for (var cursor = ""; cursor is not null;)
        {
            var page = (await server.GetPatientlyAsync<Page<T>>(
                $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit={Page.MostItems}{(cursor.Length > 0 ? $"&cursor={cursor}" : "")}", cancellationToken)).Value;
            all.AddRange(page.Items);
            cursor = page.Next;
        }

        return all;
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
