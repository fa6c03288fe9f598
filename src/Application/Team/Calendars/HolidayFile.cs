using EventedPipelines.Domain.Team.Calendars;

namespace EventedPipelines.Application.Team.Calendars;

/// <summary>What is wrong in a file of holidays; <paramref name="Line"/> counts from 1, and is null where it is about the whole file.</summary>
public sealed record HolidayProblem(int? Line, string Message, string Remedy);

/// <summary>A file of public holidays: iCalendar (RFC 5545), or CSV with the columns `date,name[,key]`. Its name tells which.</summary>
public static class HolidayFile
{
    /// <summary>Every day of 27 years: more are no holidays, and only cost time.</summary>
    public const int Most = 10_000;

    public static bool IsNamedRightly(string name) => KindOf(name) is ".ics" or ".csv";

    /// <summary>
    /// The holidays between two days, both included, in order of their days; none where there are problems. One that lasts several days is
    /// there on each of them, under one key; the same key is on a day once. Days that are marked as something else are left out, and told.
    /// </summary>
    /// <param name="name">The file's, with its ending.</param>
    /// <param name="text">With or without a byte order mark, and with any line ends.</param>
    /// <param name="from">The first day.</param>
    /// <param name="until">The last day. A rule without an end of its own ends here.</param>
    /// <param name="choice">What a person says of its days; nothing unless given.</param>
    public static HolidayReading Read(string name, string text, DateOnly from, DateOnly until, HolidayChoice? choice = null)
    {
        List<HolidayProblem> problems = [];
        var plain = text.TrimStart('\uFEFF');
        var chosen = choice ?? HolidayChoice.None;
        IEnumerable<(Holiday Holiday, string? WhyNot)> read = KindOf(name) switch
        {
            ".ics" => IcsHolidays.Read(plain, from, until, chosen, problems),
            ".csv" => CsvHolidays.Read(plain, problems).Select(holiday => (holiday, chosen.Leave.Contains(holiday.Key) ? HolidayRules.IsLeft : null)),
            _ => Unknown(name, problems),
        };
        (Holiday Holiday, string? WhyNot)[] days = [.. read.Where(day => day.Holiday.Date >= from && day.Holiday.Date <= until).Take(Most + 1)];
        if (days.Length > Most)
        {
            problems.Add(new(null, $"The file has more than {Most} holidays.", "Leave out what is no public holiday."));
        }

        if (problems.Count > 0)
        {
            return new([], [], [.. problems.OrderBy(problem => problem.Line)]);
        }

        var holidays = days.Where(day => day.WhyNot is null).Select(day => day.Holiday).DistinctBy(holiday => (holiday.Key, holiday.Date));
        var left = days.Where(day => day.WhyNot is not null).GroupBy(day => (day.Holiday.Key, day.WhyNot))
            .Select(same => new LeftOut(same.Key.Key, same.First().Holiday.Name, same.Min(day => day.Holiday.Date), same.Select(day => day.Holiday.Date).Distinct().Count(), same.Key.WhyNot!));
        return new(
            [.. holidays.OrderBy(holiday => holiday.Date).ThenBy(holiday => holiday.Key, StringComparer.Ordinal)],
            [.. left.OrderBy(one => one.First).ThenBy(one => one.Key, StringComparer.Ordinal)], []);
    }

    /// <summary>
    /// The bytes of a file as they can be decoded: iCalendar counts bytes when it folds a line, and may do so inside a character (RFC 5545, 3.1). The
    /// fold moves before that character; lines keep their numbers.
    /// </summary>
    public static byte[] Decodable(string name, byte[] bytes) => KindOf(name) == ".ics" ? IcsFolds.OutsideCharacters(bytes) : bytes;

    static string KindOf(string name) => Path.GetExtension(name).ToLowerInvariant();

    static IEnumerable<(Holiday, string?)> Unknown(string name, List<HolidayProblem> problems)
    {
        problems.Add(new(null, $"'{name}' is no file of holidays.", "Use iCalendar, named .ics, or CSV, named .csv."));
        return [];
    }
}
