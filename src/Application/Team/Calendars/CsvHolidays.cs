using System.Globalization;
using System.Text.RegularExpressions;
using EventedPipelines.Domain.Team.Calendars;

namespace EventedPipelines.Application.Team.Calendars;

/// <summary>Holidays as CSV (RFC 4180, a record on one line): a header, then the day, the name and, where there is a third column, the key of each.</summary>
static partial class CsvHolidays
{
    static readonly string[][] Headers = [["date", "name"], ["date", "name", "key"]];

    public static IReadOnlyList<Holiday> Read(string text, List<HolidayProblem> problems)
    {
        List<Holiday> holidays = [];
        var lineOf = new Dictionary<(string Key, DateOnly Date), int>();
        var columns = 0;
        using var reader = new StringReader(text);
        for (var line = 1; reader.ReadLine() is { } record; line++)
        {
            if (string.IsNullOrWhiteSpace(record))
            {
                continue;
            }

            var fields = Fields(record);
            if (columns == 0)
            {
                if (fields is null || !Headers.Any(fields.SequenceEqual))
                {
                    problems.Add(new(line, "The file does not begin with its header.", "Write `date,name` or `date,name,key` as the first line."));
                    return [];
                }

                columns = fields.Count;
            }
            else if (HolidayIn(fields, columns, line, problems) is { } holiday)
            {
                holidays.Add(holiday);
                if (!lineOf.TryAdd((holiday.Key, holiday.Date), line))
                {
                    var first = lineOf[(holiday.Key, holiday.Date)];
                    problems.Add(new(line, $"'{holiday.Key}' is on that day already: see line {first}.", "Remove one of the lines, or correct its date."));
                }
            }
        }

        if (columns == 0)
        {
            problems.Add(new(1, "The file is empty.", "Write `date,name` as the first line, and a holiday on each after it."));
        }

        return holidays;
    }

    static Holiday? HolidayIn(List<string>? fields, int columns, int line, List<HolidayProblem> problems)
    {
        if (fields?.Count != columns)
        {
            problems.Add(fields is null
                ? new(line, "A quote is not closed, or stands inside a field.", "Put the whole field in quotes, and write a quote in it twice.")
                : new(line, $"The line has {fields.Count} fields, and the header {columns}.", "Put a name with a comma in quotes; leave a key that is not needed empty."));
            return null;
        }

        if (!DateOnly.TryParseExact(fields[0], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            problems.Add(new(line, $"'{fields[0]}' is no day.", "Write it as 2026-12-25."));
            return null;
        }

        return HolidayName.Read(fields[1], fields.ElementAtOrDefault(2), line, problems) is { } named ? new(named.Key, date, named.Name) : null;
    }

    /// <summary>Null where quotes are not as they have to be.</summary>
    static List<string>? Fields(string record) =>
        Record.Match(record) is { Success: true } match ? [.. match.Groups["field"].Captures.Select(field => Unquoted(field.Value))] : null;

    static string Unquoted(string field) => field.StartsWith('"') ? field[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : field;

    [GeneratedRegex("""\A(?<field>"(?:[^"]|"")*"|[^",]*)(?:,(?<field>"(?:[^"]|"")*"|[^",]*))*\z""")]
    static partial Regex Record { get; }
}
