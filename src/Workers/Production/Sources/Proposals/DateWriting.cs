using System.Globalization;
using System.Text.RegularExpressions;

namespace EventedPipelines.Workers.Production.Sources.Proposals;

/// <summary>One way to write dates or times, in the letters of strftime that a contract's `format` has, and those of .NET by which texts are tried.</summary>
sealed record DateWriting(string Format, string Net, bool HasTime, DateWriting.Order First)
{
    public enum Order
    {
        Day,
        Month,
        Year,
    }

    static readonly Dictionary<string, string> Letters =
        "%d=dd %-d=d %m=MM %-m=M %Y=yyyy %y=yy %b=MMM %B=MMMM %a=ddd %H=HH %-H=H %I=hh %-I=h %M=mm %S=ss %f=ffffff %g=fff %p=tt".Split(' ')
            .Select(letter => letter.Split('=')).ToDictionary(letter => letter[0], letter => letter[1], StringComparer.Ordinal);

    /// <summary>Those that a contract has to name, since they are none of ISO 8601. Where several fit a column the first is its own.</summary>
    public static readonly IReadOnlyList<DateWriting> All = [.. Dates().SelectMany(date => Times, (date, time) => Of(date.Format + time, date.First)).DistinctBy(writing => writing.Format)];

    /// <summary>Eight digits, which may as well be a number.</summary>
    public static readonly DateWriting Compact = Of("%Y%m%d", Order.Year);

    /// <summary>The time that a text says; null where it is not written so, letter by letter.</summary>
    public DateTime? Read(string text)
    {
        var bare = text.Trim();
        var isTime = DateTime.TryParseExact(bare, Net, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time);
        return isTime && time.Year >= 1000 && time.ToString(Net, CultureInfo.InvariantCulture) == bare ? time : null;
    }

    /// <summary>Whether a text says a time that way, though the letters are others when it is written back.</summary>
    public bool IsNearly(string text) => DateTime.TryParseExact(text.Trim(), Net, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    /// <summary>The day of a text that is written by the format, or as ISO 8601 has it.</summary>
    public static DateOnly? DayOf(string text, string? format)
    {
        if (format is not null)
        {
            return All.Append(Compact).FirstOrDefault(writing => writing.Format == format)?.Read(text) is { } time ? DateOnly.FromDateTime(time) : null;
        }

        var day = text.Trim().Split(' ', 'T')[0].Replace('/', '-');
        return DateOnly.TryParseExact(day, ["yyyy-MM-dd", "yyyy-M-d"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
    }

    static string[] Times =>
    [
        "", " %H:%M:%S", " %H:%M", " %-H:%M", " %-H:%M:%S", "T%H:%M:%S", " %H:%M:%S.%g", " %H:%M:%S.%f", " %I:%M %p", " %-I:%M %p", " %I:%M:%S %p", " %-I:%M:%S %p", ", %H:%M", ", %H:%M:%S",
    ];

    static IEnumerable<(string Format, Order First)> Dates()
    {
        foreach (var mark in (string[])[".", "/", "-", " "])
        {
            foreach (var (day, month) in ((string, string)[])[("%d", "%m"), ("%-d", "%-m"), ("%-d", "%m"), ("%d", "%-m")])
            {
                foreach (var year in (string[])["%Y", "%y"])
                {
                    yield return ($"{day}{mark}{month}{mark}{year}", Order.Day);
                    if (mark is not ".")
                    {
                        yield return ($"{month}{mark}{day}{mark}{year}", Order.Month);
                    }
                }
            }
        }

        string[] sure =
        [
            "%d-%b-%Y", "%-d-%b-%Y", "%d-%b-%y", "%d %b %Y", "%-d %b %Y", "%d %B %Y", "%-d %B %Y", "%d. %B %Y", "%-d. %B %Y", "%d/%b/%Y", "%d.%b.%Y", "%a, %d %b %Y", "%d%b%Y",
            "%b %d, %Y", "%b %-d, %Y", "%B %d, %Y", "%B %-d, %Y", "%b %d %Y", "%b %-d %Y", "%Y.%m.%d", "%Y %m %d", "%Y-%b-%d",
        ];
        foreach (var named in sure)
        {
            yield return (named, Order.Year);
        }
    }

    static DateWriting Of(string format, Order first)
    {
        var net = new Regex("%-?[A-Za-z]|[^%]").Replace(format, letter => Letters.TryGetValue(letter.Value, out var own) ? own : $"\\{letter.Value}");
        return new(format, net, format.Contains("%H", StringComparison.Ordinal) || format.Contains("%-H", StringComparison.Ordinal) || format.Contains('I'), first);
    }
}
