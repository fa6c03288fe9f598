using System.Runtime.Serialization;
using System.Text.RegularExpressions;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Evaluation;

namespace EventedPipelines.Application.Team.Calendars;

/// <summary>When an event begins: DTSTART, RRULE, RDATE without EXDATE (RFC 5545, 3.8.5), as Ical.Net works them out.</summary>
sealed partial class IcsRecurrence(CalendarEvent dates, int line)
{
    static readonly string[] Lines = ["DTSTART", "RRULE", "RDATE", "EXDATE", "EXRULE"];

    // Forty years by the day, the longest way from one 29 February on a Sunday to the next. A rule that finds no day for longer never does.
    static readonly EvaluationOptions Patience = new() { MaxUnmatchedIncrementsLimit = 15_000 };

    /// <summary>Null where there are problems. The days in the lines are known to be ones.</summary>
    public static IcsRecurrence? Read(IcsEvent source, List<HolidayProblem> problems)
    {
        var lines = source.Lines.Where(line => Lines.Contains(line.Name)).ToList();
        foreach (var rule in lines.Where(line => line.Name.EndsWith("RULE", StringComparison.Ordinal) && !IsOfDays(line.Value)))
        {
            problems.Add(new(
                rule.Number, $"The rule is not one of days: '{rule.Shortened}'.", "Use FREQ=YEARLY, MONTHLY, WEEKLY or DAILY, and an end such as UNTIL=20281231."));
            return null;
        }

        if (Parsed(lines) is { } dates)
        {
            return new(dates, source.Line);
        }

        var wrong = lines.Find(line => Parsed([line]) is null);
        problems.Add(new(
            wrong?.Number ?? source.Line, wrong is null ? "The event's days cannot be understood." : $"The line cannot be understood: '{wrong.Shortened}'.",
            "Correct it as RFC 5545 has it: RRULE:FREQ=YEARLY, for example."));
        return null;
    }

    /// <summary>The days from one until another, both included, in order.</summary>
    public IReadOnlyList<DateOnly> Days(DateOnly from, DateOnly until, List<HolidayProblem> problems)
    {
        try
        {
            var begins = dates.GetOccurrences(new CalDateTime(from), Patience).Select(occurrence => occurrence.Period.StartTime.Date);
            return [.. begins.TakeWhile(day => day <= until).Take(HolidayFile.Most + 1)];
        }
        catch (Exception error) when (error is EvaluationException or ArgumentException or InvalidOperationException)
        {
            problems.Add(new(line, "The event's rule never comes to a day.", "Correct its RRULE, or give the days themselves by RDATE."));
            return [];
        }
    }

    static bool IsOfDays(string rule) =>
        Frequency.IsMatch(rule)
        && (!rule.Contains("UNTIL", StringComparison.OrdinalIgnoreCase) || HolidayEvent.Day(Until.Match(rule).Groups[1].Value) is not null);

    static CalendarEvent? Parsed(IReadOnlyList<IcsLine> lines)
    {
        try
        {
            return Calendar.Load(string.Join("\r\n", ["BEGIN:VCALENDAR", "BEGIN:VEVENT", .. lines.Select(ByDays), "END:VEVENT", "END:VCALENDAR"]))?.Events.Single();
        }
        catch (Exception error) when (error is SerializationException or ArgumentException or FormatException or OverflowException or RegexMatchTimeoutException)
        {
            return null;
        }
    }

    // Many end a rule of days at a time of day.
    static string ByDays(IcsLine line) => line.Name is "RRULE" or "EXRULE" ? Until.Replace(line.Text, "UNTIL=$1") : line.Text;

    [GeneratedRegex("(?:\\A|;)FREQ=(?:YEARLY|MONTHLY|WEEKLY|DAILY)(?:;|\\z)", RegexOptions.IgnoreCase)]
    static partial Regex Frequency { get; }

    [GeneratedRegex("UNTIL=([0-9]{8})(?:T[0-9]{6}Z?)?(?=;|\\z)", RegexOptions.IgnoreCase)]
    static partial Regex Until { get; }
}
