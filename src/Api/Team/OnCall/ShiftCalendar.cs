using System.Text;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;

namespace EventedPipelines.Api.Team.OnCall;

/// <summary>Shifts as a feed that calendar programs subscribe to (RFC 5545, RFC 7986).</summary>
public static class ShiftCalendar
{
    const string Product = "-//EventedPipelines//On call//EN";
    const string AskAgainAfter = "PT1H";
    const int LineOctets = 75;

    /// <summary>
    /// The text, with CRLF at the end of each line. The same shifts, in whatever order, give the same bytes: a feed that has not changed can be told by
    /// its hash.
    /// </summary>
    public static string Render(FeedName name, IEnumerable<FeedEntry> shifts)
    {
        var calendar = new Calendar { ProductId = Product, Method = CalendarMethods.Publish };
        calendar.AddProperty("NAME", Text(name.Text));
        calendar.AddProperty("X-WR-CALNAME", Text(name.Text));
        calendar.AddProperty(RefreshInterval());
        calendar.AddProperty("X-PUBLISHED-TTL", AskAgainAfter);
        calendar.Events.AddRange(shifts.OrderBy(shift => shift.From).ThenBy(shift => shift.Uid, StringComparer.Ordinal).Select(EventOf));
        return Folded(new CalendarSerializer().SerializeToString(calendar)!);
    }

    static CalendarEvent EventOf(FeedEntry shift) => new()
    {
        Uid = Text(shift.Uid),
        DtStamp = Utc(shift.ChangedAt),
        LastModified = Utc(shift.ChangedAt),
        Sequence = (int)Math.Min(shift.Sequence, int.MaxValue),
        DtStart = Utc(shift.From),
        DtEnd = Utc(shift.To),
        Summary = Text(shift.Summary),
        Description = Text(shift.Description) is { Length: > 0 } description ? description : null,
        Categories = [Text(shift.Category)],
        Transparency = TransparencyType.Opaque,
        Status = EventStatus.Confirmed,
    };

    static CalendarProperty RefreshInterval()
    {
        var interval = new CalendarProperty("REFRESH-INTERVAL", AskAgainAfter);
        interval.AddParameter("VALUE", "DURATION");
        return interval;
    }

    static CalDateTime Utc(DateTimeOffset moment) => new(moment.UtcDateTime);

    /// <summary>Without control characters, which no text may have, and empty where all is white space: Ical.Net 5.2 does not escape line ends there.</summary>
    static string Text(string text) =>
        string.Concat(text.ReplaceLineEndings("\n").EnumerateRunes().Where(rune => rune.Value is '\n' or '\t' || !Rune.IsControl(rune))).Trim();

    /// <summary>Folded between characters (RFC 5545, 3.1): Ical.Net 5.2 also folds within one that takes four octets, which is two in a .NET string.</summary>
    static string Folded(string text)
    {
        var folded = new StringBuilder(text.Length);
        var octets = 0;
        foreach (var rune in text.Replace($"{SerializationConstants.LineBreak} ", "", StringComparison.Ordinal).EnumerateRunes())
        {
            octets = rune.Value is '\r' or '\n' ? 0 : octets + rune.Utf8SequenceLength;
            if (octets > LineOctets)
            {
                folded.Append(SerializationConstants.LineBreak).Append(' ');
                octets = 1 + rune.Utf8SequenceLength;
            }

            folded.Append(rune.ToString());
        }

        return folded.ToString();
    }
}
