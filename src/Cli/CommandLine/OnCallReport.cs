using System.Globalization;
using EventedPipelines.Api.Team.Holidays;
using EventedPipelines.Api.Team.OnCall;
using EventedPipelines.Domain.Team.OnCall;
using Spectre.Console;

namespace EventedPipelines.Cli.CommandLine;

/// <summary>Who is there, for a person.</summary>
public static class OnCallReport
{
    public static void Write(IAnsiConsole console, OnCallNowView now)
    {
        console.WriteLine(now.Duty is { } duty ? $"Duty: {duty.Name}, sprint {duty.Sprint}, until {Words.Instant(duty.Until)}" : "Duty: nobody; there is no rotation");
        if (now.HolidayBlock is { } block)
        {
            console.WriteLine($"{block.Holiday}, block {block.Block} until {Words.Instant(block.To)}: {block.Name}");
        }

        Level(console, "Primary", now.Primary);
        Level(console, "Secondary", now.Secondary);
        foreach (var away in now.Away)
        {
            console.WriteLine($"Away: {away.Engineer}, who {away.Why}");
        }
    }

    public static void Write(IAnsiConsole console, ScheduleView schedule)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("from").AddColumn("until").AddColumn("who").AddColumn("what").AddColumn("");
        foreach (var shift in schedule.Items)
        {
            table.AddRow(
                Words.Instant(shift.From), Words.Instant(shift.To), Markup.Escape(shift.Name), Markup.Escape(shift.What),
                Markup.Escape(shift.InsteadOf is { } other ? $"instead of {other}: {shift.Reason}" : ""));
        }

        console.Write(table);
        foreach (var gap in schedule.Gaps)
        {
            console.MarkupLineInterpolated($"[yellow]{gap.From:yyyy-MM-dd} to {gap.To:yyyy-MM-dd}, {gap.Subject}: {gap.Why}[/]");
        }

        Write(console, schedule.RefusedPlans);
    }

    public static void Write(IAnsiConsole console, IReadOnlyList<RefusedPlan> refused)
    {
        foreach (var plan in refused)
        {
            console.MarkupLineInterpolated($"[yellow]The holidays of {plan.Year} are not planned since {Words.Instant(plan.Since)}: {plan.Reason}[/]");
        }
    }

    public static void Write(IAnsiConsole console, LoadView load)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("engineer");
        foreach (var column in new[] { "hours", "holiday hours", "pages", "incidents", "requests", "share" })
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (var item in load.Items)
        {
            table.AddRow(Markup.Escape(item.Name), Number(item.Hours), Number(item.HolidayHours), Number(item.Pages), Number(item.Incidents), Number(item.Requests), Share(item));
        }

        console.Write(table);
        if (load.Fairness is { } fairness)
        {
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{load.From:yyyy-MM-dd} to {load.To:yyyy-MM-dd}. Fairness {fairness:0.00}: 1 is when all have the same."));
        }
    }

    static void Level(IAnsiConsole console, string level, IReadOnlyList<PersonNow> people)
    {
        foreach (var person in people)
        {
            console.WriteLine($"{level}: {person.Name}, {person.Via}");
        }
    }

    static string Share(EngineerLoad item) => string.Create(CultureInfo.InvariantCulture, $"{item.Share:0%}");

    static string Number(decimal number) => number.ToString("#,0.##", CultureInfo.InvariantCulture);
}
