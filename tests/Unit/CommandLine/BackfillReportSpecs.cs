using EventedPipelines.Api.Production.Backfills;
using EventedPipelines.Cli.CommandLine;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Backfills;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Projections.Production.Runs;
using Spectre.Console;

namespace EventedPipelines.Tests.Unit.CommandLine;

public sealed class BackfillReportSpecs
{
    [Fact]
    public void the_report_of_a_backfill_ends_with_failed_where_a_run_that_it_opened_failed() =>
        BackfillReport.ExitCodeOf(Followed(Run(1, RunOutcome.Succeeded), Run(2, RunOutcome.Failed))).ShouldBe(3);

    [Fact]
    public void a_failed_run_that_was_skipped_is_no_failure_of_the_backfill() =>
        BackfillReport.ExitCodeOf(Followed(Run(1, RunOutcome.Succeeded), Run(2, RunOutcome.Failed) with { Skipped = "It failed before." })).ShouldBe(0);

    [Fact]
    public void the_report_of_a_backfill_tells_each_interval_and_the_sum()
    {
        var text = TextOf(Followed(
            Run(1, RunOutcome.Succeeded), Run(2, RunOutcome.SucceededWithWarnings), Run(3, null) with { RunId = null, Stage = null, Skipped = "The interval has not closed yet." }));

        text.ShouldContain("2026-11-01   p          succeeded");
        text.ShouldContain("skipped: The interval has not closed yet.");
        text.ShouldContain("3 intervals: 1 succeeded, 1 succeeded with warnings, 1 skipped.");
    }

    [Fact]
    public void the_report_of_a_long_backfill_shows_only_what_did_not_simply_succeed()
    {
        var text = TextOf(Followed([.. Enumerable.Range(1, 70).Select(day => Run(day, RunOutcome.Succeeded)), Run(71, RunOutcome.Failed)]));

        text.ShouldNotContain("2026-11-01");
        text.ShouldContain("failed");
        text.ShouldContain("70 of them not shown");
    }

    static BackfillIntervalView Run(int day, RunOutcome? outcome) =>
        new("p", DataInterval.Day(new DateOnly(2026, 10, 31).AddDays(day)), Guid.CreateVersion7(), outcome is null ? RunStage.Waiting : RunStage.Finished, outcome, null);

    static FollowedBackfill Followed(params BackfillIntervalView[] intervals)
    {
        var decided = intervals.Select(interval => new BackfilledInterval(interval.Pipeline, interval.Interval, interval.RunId, interval.Skipped));
        var backfill = new Backfill(Guid.Empty, Reprocess.All, null, "ada", false, default, 1) { Decided = [.. decided], DispatchedAt = default(DateTimeOffset) };
        var standings = intervals.Where(interval => interval.RunId is not null).ToDictionary(interval => interval.RunId!.Value, interval => new RunStanding(interval.Stage!.Value, interval.Outcome));
        return new(new(BackfillView.Of(backfill, standings), "{}", null), []);
    }

    static string TextOf(FollowedBackfill followed)
    {
        var writer = new StringWriter();
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(writer), Ansi = AnsiSupport.No });
        console.Profile.Width = 200;
        BackfillReport.Write(console, followed);
        return writer.ToString();
    }
}
