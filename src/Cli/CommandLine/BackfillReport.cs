using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Api.Production.Backfills;
using EventedPipelines.Domain.Production.Runs;
using Spectre.Console;

namespace EventedPipelines.Cli.CommandLine;

/// <summary>What came of a backfill, interval by interval; of a long one only what did not simply succeed.</summary>
public static class BackfillReport
{
    const int LongestTable = 60;

    public static int ExitCodeOf(FollowedBackfill followed) => followed.Backfill.Intervals switch
    {
        var intervals when intervals.Any(interval => interval is { Skipped: null, Outcome: RunOutcome.Failed or RunOutcome.Cancelled or RunOutcome.Superseded }) => ExitCodes.Failed,
        _ => followed.Waiting.Count > 0 ? ExitCodes.Waiting : ExitCodes.Done,
    };

    public static void Write(IAnsiConsole console, FollowedBackfill followed)
    {
        var all = followed.Backfill.Intervals;
        var shown = all.Count <= LongestTable ? all : [.. all.Where(interval => interval is not { Skipped: null, Outcome: RunOutcome.Succeeded }).Take(LongestTable)];
        var table = new Table().Border(TableBorder.Simple).AddColumn("interval").AddColumn("pipeline").AddColumn("outcome");
        foreach (var interval in shown)
        {
            table.AddRow(interval.Interval.ToString(), Markup.Escape(interval.Pipeline), StandingOf(interval, followed));
        }

        if (shown.Count > 0)
        {
            console.Write(table);
        }

        console.WriteLine(SumOf(followed, all.Count - shown.Count));
    }

    static string StandingOf(BackfillIntervalView interval, FollowedBackfill followed)
    {
        var text = interval switch
        {
            { Skipped: { } reason } => $"skipped: {reason}",
            { Outcome: { } outcome } => Words.Of(outcome),
            _ when followed.Waiting.FirstOrDefault(run => run.Id == interval.RunId) is { } run => Words.DoingOf(run),
            { Stage: { } stage } => JsonShape.Word(stage),
            _ => "to be decided",
        };
        return $"[{(interval.Skipped is null ? Words.ColorOf(interval.Outcome) : "grey")}]{Markup.Escape(text)}[/]";
    }

    static string SumOf(FollowedBackfill followed, int unshown)
    {
        var progress = followed.Backfill.Progress;
        var counts = progress.ByOutcome.Select(outcome => $"{outcome.Value} {Words.Of(Enum.Parse<RunOutcome>(outcome.Key, ignoreCase: true))}").ToList();
        counts.AddRange(new[] { (progress.Skipped, "skipped"), (progress.Running, followed.Waiting.Count > 0 ? "waiting" : "running"), (progress.Total - progress.Decided, "to be decided") }
            .Where(count => count.Item1 > 0).Select(count => $"{count.Item1} {count.Item2}"));
        if (progress.Total == 0)
        {
            return "There is nothing to run.";
        }

        var more = unshown > 0 ? $" {unshown} of them not shown; --json has all." : "";
        return $"{Words.Count(progress.Total, "interval")}: {string.Join(", ", counts)}.{more}";
    }
}
