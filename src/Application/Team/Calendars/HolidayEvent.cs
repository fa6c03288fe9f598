using System.Globalization;
using System.Text.RegularExpressions;
using EventedPipelines.Domain.Team.Calendars;

namespace EventedPipelines.Application.Team.Calendars;

/// <summary>A VEVENT that lasts whole days: the holiday it is, and how it comes again.</summary>
/// <param name="Uid">Empty where it has none.</param>
/// <param name="First">The day on which it first begins.</param>
/// <param name="Replaces">The day in the series of the same <paramref name="Uid"/> in whose place it is; null for a series and for an event of its own.</param>
/// <param name="Sequence">Of two for the same day the larger one holds, and the later one in the file.</param>
/// <param name="Named">Null where it is cancelled.</param>
/// <param name="HasKey">Whether the file gives it its key.</param>
/// <param name="Days">How many days it lasts.</param>
/// <param name="Recurrence">The days on which it begins.</param>
/// <param name="Mark">What it says of being a public holiday.</param>
sealed partial record HolidayEvent(string Uid, DateOnly First, DateOnly? Replaces, int Sequence, HolidayName? Named, bool HasKey, int Days, IcsRecurrence Recurrence, HolidayMark Mark)
{
    public const int LongestDays = 31;

    static readonly string[] SingleDays = ["DTSTART", "DTEND", "RECURRENCE-ID"];
    static readonly string[] ListsOfDays = ["RDATE", "EXDATE"];

    /// <summary>Null where there are problems.</summary>
    public static HolidayEvent? Read(IcsEvent source, List<HolidayProblem> problems)
    {
        var before = problems.Count;
        if (source.Find("DTSTART") is null)
        {
            problems.Add(new(source.Line, "The event does not say when it is.", "Add DTSTART;VALUE=DATE:20261225."));
        }

        problems.AddRange(source.Lines.Where(line => !HasDays(line)).Select(line => new HolidayProblem(
            line.Number, $"{line.Name} is no day: '{line.Shortened}'.", "A public holiday is a whole day. Write it as DTSTART;VALUE=DATE:20261225.")));
        var replaces = source.Find("RECURRENCE-ID");
        var uid = source.Find("UID")?.Value ?? "";
        if (replaces is not null && (uid.Length == 0 || replaces.HasParameter("RANGE=")))
        {
            problems.Add(uid.Length == 0
                ? new(replaces.Number, "RECURRENCE-ID is of no series: the event has no UID.", "Give it the UID of the series, or remove RECURRENCE-ID.")
                : new(replaces.Number, "A RECURRENCE-ID with RANGE changes a whole series.", "End the series with UNTIL in its RRULE, and begin another one."));
        }

        var key = source.Find("X-EVENTED-KEY");
        var isCancelled = source.Find("STATUS")?.Value.Equals("CANCELLED", StringComparison.OrdinalIgnoreCase) is true;
        var summary = source.Find("SUMMARY");
        var named = isCancelled ? null : HolidayName.Read(summary?.Words, key?.Words, (key ?? summary)?.Number ?? source.Line, problems);
        var days = problems.Count == before ? DaysOf(source, problems) : 1;
        var recurrence = problems.Count == before ? IcsRecurrence.Read(source, problems) : null;
        return recurrence is null
            ? null
            : new(uid, Day(source.Find("DTSTART")!.Value)!.Value, Day(replaces?.Value), SequenceOf(source), named, key is not null, days, recurrence, HolidayMark.Of(source));
    }

    /// <summary>The days that it lasts when it begins on this one; none where it is cancelled.</summary>
    /// <param name="begin">The first day.</param>
    /// <param name="key">Another key than its own.</param>
    public IEnumerable<Holiday> On(DateOnly begin, string? key = null) => Named is null
        ? []
        : Enumerable.Range(0, Math.Min(Days, DateOnly.MaxValue.DayNumber - begin.DayNumber + 1))
            .Select(day => new Holiday(key ?? Named.Key, begin.AddDays(day), Named.Name));

    public static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    static bool HasDays(IcsLine line) =>
        (!SingleDays.Contains(line.Name) || Day(line.Value) is not null)
        && (!ListsOfDays.Contains(line.Name) || line.Value.Split(',').All(day => Day(day) is not null));

    /// <summary>By RFC 5545, 3.6.1: DTEND is the day after, and one without an end lasts its day. An end on the same day, which many write, does so too.</summary>
    static int DaysOf(IcsEvent source, List<HolidayProblem> problems)
    {
        var end = source.Find("DTEND");
        var duration = source.Find("DURATION");
        var length = duration is null ? null : WholeDays.Match(duration.Value);
        if (length is { Success: false })
        {
            problems.Add(new(duration!.Number, $"DURATION is no number of days: '{duration.Shortened}'.", "Write it as P1D."));
            return 1;
        }

        var days = (end, length) switch
        {
            ({ } given, _) => Day(given.Value)!.Value.DayNumber - Day(source.Find("DTSTART")!.Value)!.Value.DayNumber,
            (_, { } given) => int.Parse(given.Groups[1].Value, CultureInfo.InvariantCulture) * (given.Groups[2].Value is "W" ? 7 : 1),
            _ => 1,
        };
        if (days is < 0 or > LongestDays)
        {
            problems.Add(days < 0
                ? new(end!.Number, "The event ends before it begins.", "DTEND is the day after the last one.")
                : new((end ?? duration)!.Number, $"The event lasts {days} days.", $"A public holiday lasts at most {LongestDays}; leave out vacations."));
        }

        return Math.Max(1, days);
    }

    static int SequenceOf(IcsEvent source) =>
        int.TryParse(source.Find("SEQUENCE")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) ? sequence : 0;

    [GeneratedRegex(@"\A\+?P([0-9]{1,5})([DW])\z", RegexOptions.IgnoreCase)]
    static partial Regex WholeDays { get; }
}
