using EventedPipelines.Api.Production.Runs;
using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Projections.Production.Runs;
using Spectre.Console;

namespace EventedPipelines.Cli.CommandLine;

/// <summary>What came of a run, or what it waits for.</summary>
public static class RunReport
{
    public static int ExitCodeOf(RunView run) => run.Outcome switch
    {
        RunOutcome.Succeeded or RunOutcome.SucceededWithWarnings or RunOutcome.PublishedPartial => ExitCodes.Done,
        null => Words.MissingOf(run).Count > 0 ? ExitCodes.Waiting : ExitCodes.Done,
        _ => ExitCodes.Failed,
    };

    public static void Write(IAnsiConsole console, RunView run)
    {
        var took = run.FinishedAt - run.StartedAt is { } time ? $" after {Words.Duration(time)}" : "";
        var standing = run.Outcome is { } outcome ? Words.Of(outcome) + took : Words.DoingOf(run);
        console.MarkupLineInterpolated($"{Words.NameOf(run)}: [{Words.ColorOf(run.Outcome)}]{standing}[/]");
        foreach (var line in Lines(run))
        {
            console.WriteLine($"  {line}");
        }
    }

    static IEnumerable<string> Lines(RunView run)
    {
        if (run.Error is { } error)
        {
            yield return $"{error.Place}: {error.Message}";
            yield return error.Remedy;
        }

        foreach (var source in Words.MissingOf(run))
        {
            yield return $"{source.Id} lacks {string.Join(", ", source.ExpectedFiles)}";
        }

        if (Words.MissingOf(run).Count > 0)
        {
            yield return "The run goes on by itself when the files are there.";
        }

        if (run is { Outcome: null, WaitsFor: { } others })
        {
            yield return $"It waits for {others}, and goes on by itself when that is published. What was never run there is asked for by ./run backfill.";
        }

        var files = run.Sources.SelectMany(source => source.Files).ToArray();
        if (files.Length > 0)
        {
            yield return $"{Words.Count(files.Sum(file => file.Rows), "row")} from {Words.Count(files.Length, "file")}, {Words.Count(run.QuarantinedRows, "row")} in quarantine, {Checks(run)}";
        }

        foreach (var target in run.Targets)
        {
            yield return $"{target.Table}: {Words.Count(target.Rows, "row")}";
        }

        foreach (var point in run.Metrics.Where(point => point.Dimensions.Count == 0))
        {
            yield return $"{point.Metric} {point.Period}: {Words.Number(point)}{Words.NotWhole(point)}";
        }
    }

    static string Checks(RunView run)
    {
        var bad = run.Checks.Where(check => check.Outcome is not CheckOutcome.Passed).Select(Standing).ToArray();
        return bad.Length == 0 ? $"{Words.Count(run.Checks.Count, "check")} passed" : $"{bad.Length} of {Words.Count(run.Checks.Count, "check")} not passed ({string.Join(", ", bad)})";
    }

    // A check of no rows at all has proved nothing.
    static string Standing(CheckDetails check) => check switch
    {
        { RowsLookedAt: { } looked, Rows: > 0 } => $"{check.Id}: {check.Rows} of {Words.Count(looked, "row")}",
        { RowsLookedAt: { } looked } => $"{check.Id}: {Words.Count(looked, "row")} looked at",
        _ => check.Id,
    };
}
