using EventedPipelines.Domain.Calendars;

namespace EventedPipelines.Projections.Calendars;

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
    /// there on each of them, under one key; the same key is on a day once.
    /// </summary>
    /// <param name="name">The file's, with its ending.</param>
    /// <param name="text">With or without a byte order mark, and with any line ends.</param>
    /// <param name="from">The first day.</param>
    /// <param name="until">The last day. A rule without an end of its own ends here.</param>
    public static (IReadOnlyList<Holiday> Holidays, IReadOnlyList<HolidayProblem> Problems) Read(string name, string text, DateOnly from, DateOnly until)
    {
        List<HolidayProblem> problems = [];
        var plain = text.TrimStart('\uFEFF');
        var read = KindOf(name) switch
        {
            ".ics" => IcsHolidays.Read(plain, from, until, problems),
            ".csv" => CsvHolidays.Read(plain, problems),
            _ => Unknown(name, problems),
        };
        Holiday[] holidays = [.. read.Where(holiday => holiday.Date >= from && holiday.Date <= until).Take(Most + 1)];
        if (holidays.Length > Most)
        {
            problems.Add(new(null, $"The file has more than {Most} holidays.", "Leave out what is no public holiday."));
        }

        if (problems.Count > 0)
        {
            return ([], [.. problems.OrderBy(problem => problem.Line)]);
        }

        var once = holidays.DistinctBy(holiday => (holiday.Key, holiday.Date));
        return ([.. once.OrderBy(holiday => holiday.Date).ThenBy(holiday => holiday.Key, StringComparer.Ordinal)], []);
    }

    static string KindOf(string name) => Path.GetExtension(name).ToLowerInvariant();

    static IEnumerable<Holiday> Unknown(string name, List<HolidayProblem> problems)
    {
        problems.Add(new(null, $"'{name}' is no file of holidays.", "Use iCalendar, named .ics, or CSV, named .csv."));
        return [];
    }
}
