using System.Text;
using System.Text.RegularExpressions;

namespace EventedPipelines.Application.Team.Calendars;

/// <summary>A content line of an iCalendar text (RFC 5545, 3.1), unfolded, with the number of the first line that it takes.</summary>
sealed partial record IcsLine(int Number, string Text)
{
    public string Name => Text.Split([';', ':'], 2)[0].ToUpperInvariant();

    public bool HasValue => Head.Length > 0;

    /// <summary>What comes after the first colon that is in no quoted parameter; without one, the whole line.</summary>
    public string Value => Text[Head.Length..].Trim();

    /// <summary>The value as text (RFC 5545, 3.3.11).</summary>
    public string Words => Escaped.Replace(Value, match => match.Value is "\\n" or "\\N" ? "\n" : match.Value[1..]);

    /// <summary>For messages.</summary>
    public string Shortened => Text.Length > 60 ? $"{Text[..60]}..." : Text;

    public bool HasParameter(string parameter) => Head.Contains($";{parameter}", StringComparison.OrdinalIgnoreCase);

    string Head => BeforeValue.Match(Text).Value;

    [GeneratedRegex("""\A(?:[^":]|"[^"]*")*:""")]
    static partial Regex BeforeValue { get; }

    [GeneratedRegex(@"\\.")]
    static partial Regex Escaped { get; }
}

/// <summary>A VEVENT: the line on which it begins, and its own lines, without those of alarms in it.</summary>
sealed record IcsEvent(int Line, IReadOnlyList<IcsLine> Lines)
{
    public IcsLine? Find(string name) => Lines.FirstOrDefault(line => line.Name == name);
}

/// <summary>An iCalendar text by its lines. Ical.Net reads the same, but does not say where something is wrong.</summary>
static class IcsText
{
    const string Calendar = "VCALENDAR";
    const string Event = "VEVENT";

    /// <summary>The events of a text; what is not nested as it has to be is a problem, and then there are none.</summary>
    public static IReadOnlyList<IcsEvent> Events(string text, List<HolidayProblem> problems)
    {
        var lines = Unfolded(text);
        if (lines is not [{ Name: "BEGIN" } first, ..] || !Is(first, Calendar))
        {
            problems.Add(new(1, "This is no iCalendar: it does not begin with BEGIN:VCALENDAR.", "Export the holidays as iCalendar once more."));
            return [];
        }

        List<IcsEvent> events = [];
        List<IcsLine> own = [];
        var open = new Stack<IcsLine>();
        foreach (var line in lines)
        {
            if (line.Name == "BEGIN")
            {
                open.Push(line);
                own = open.Count == 2 ? [] : own;
            }
            else if (line.Name == "END")
            {
                if (!open.TryPop(out var begin) || !Is(begin, line.Value))
                {
                    problems.Add(new(line.Number, $"Nothing that is open ends with END:{line.Value}.", "Each BEGIN needs its END, and none may cross another."));
                    return [];
                }

                if (open.Count == 1 && Is(begin, Event))
                {
                    events.Add(new(begin.Number, own));
                }
            }
            else if (!line.HasValue)
            {
                problems.Add(new(line.Number, $"The line has no colon: '{line.Shortened}'.", "Begin it with a space where it goes on with the one before."));
                return [];
            }
            else if (open.Count == 2)
            {
                own.Add(line);
            }
        }

        if (open.TryPeek(out var last))
        {
            problems.Add(new(last.Number, $"BEGIN:{last.Value} has no END: the file is cut off.", "Export the holidays as iCalendar once more."));
            return [];
        }

        return events;
    }

    static bool Is(IcsLine line, string component) => line.Value.Equals(component, StringComparison.OrdinalIgnoreCase);

    static List<IcsLine> Unfolded(string text)
    {
        List<(int Number, StringBuilder Text)> lines = [];
        using var reader = new StringReader(text);
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            if (line is [' ' or '\t', ..] && lines.Count > 0)
            {
                lines[^1].Text.Append(line, 1, line.Length - 1);
            }
            else if (line.Length > 0)
            {
                lines.Add((number, new(line)));
            }
        }

        return [.. lines.Select(line => new IcsLine(line.Number, line.Text.ToString()))];
    }
}
