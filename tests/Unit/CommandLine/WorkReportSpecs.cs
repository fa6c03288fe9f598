using EventedPipelines.Api.Reliability.Work;
using EventedPipelines.Cli.CommandLine;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Projections.Kernel.Work;
using Spectre.Console;

namespace EventedPipelines.Tests.Unit.CommandLine;

public sealed class WorkReportSpecs
{
    static readonly DateTimeOffset due = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);

    [Fact]
    public void the_report_of_pending_work_tells_watches_as_a_count_below_what_matters()
    {
        var text = TextOf([Row("escalate", "1.secondary.0"), .. Enumerable.Range(0, 40).Select(_ => Row("late-data"))], "next", Count("escalate", false, 1), Count("late-data", true, 730),
            Count("source-watch", true, 2));

        text.ShouldContain("escalate 1.secondary.0");
        text.ShouldNotContain("late-data orders");
        text.ShouldContain("730 looks for files to come (late-data); --kind late-data lists them.");
        text.ShouldContain("2 looks for files to come (source-watch)");
        text.ShouldNotContain("the API has them all");
    }

    [Fact]
    public void the_report_of_pending_work_says_that_nothing_is_owed_where_there_are_only_watches() =>
        TextOf([Row("late-data")], null, Count("late-data", true, 1)).ShouldContain("Nothing is owed.");

    [Fact]
    public void a_watch_that_fails_is_shown_in_the_report_of_pending_work()
    {
        var text = TextOf([Row("late-data") with { Failures = 2, Error = "The folder cannot be read." }], null, Count("late-data", true, 1) with { Failing = 1 });

        text.ShouldContain("The folder cannot be read.");
        text.ShouldNotContain("looks for files");
    }

    [Fact]
    public void a_watch_that_was_given_up_is_shown_in_the_report_of_pending_work() =>
        TextOf([Row("late-data") with { State = WorkState.Dead, Error = "It broke." }], null, Count("late-data", true, 1) with { State = WorkState.Dead }).ShouldContain("It broke.");

    [Fact]
    public void each_watch_of_a_kind_that_was_asked_for_is_shown_in_the_report_of_pending_work()
    {
        var writer = new StringWriter();
        WorkReport.Write(ConsoleOf(writer), new([Row("late-data")], null, [Count("late-data", true, 1)]), ofAKind: true);

        writer.ToString().ShouldContain("late-data orders");
    }

    static WorkView Row(string kind, string key = "orders") =>
        new(7, WorkState.Due, kind, key, new(Guid.Empty, "run", "unit-profit", DataInterval.Parse("2026-11-21"), "profit"), due, due, 50, "x@1", null, null, 0, 0, null, null, null);

    static WorkCount Count(string kind, bool isWatch, int count) => new(kind, isWatch, WorkState.Due, count, 0);

    static string TextOf(WorkView[] rows, string? next, params WorkCount[] counts)
    {
        var writer = new StringWriter();
        WorkReport.Write(ConsoleOf(writer), new(rows, next, counts));
        return writer.ToString();
    }

    static IAnsiConsole ConsoleOf(StringWriter writer)
    {
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(writer), Ansi = AnsiSupport.No });
        console.Profile.Width = 200;
        return console;
    }
}
