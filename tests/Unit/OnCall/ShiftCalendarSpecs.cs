using System.Globalization;
using System.Text;
using CsCheck;
using EventedPipelines.Api.Team.OnCall;

namespace EventedPipelines.Tests.Unit.OnCall;

/// <summary>The feed's bytes. That other programs understand them is in tests/Integration/OnCall.</summary>
public sealed class ShiftCalendarSpecs
{
    static readonly FeedEntry week = new(
        "sprint-1@evented.example", At("2026-01-05T09:00+01:00"), At("2026-01-19T09:00+01:00"), "Amara: requests", "Sprint 1", "rotation", 3, At("2025-12-01T12:00:00.75+00:00"));

    [Fact]
    public void a_shift_is_an_event_of_the_feed_with_all_that_calendar_programs_need() => Lines(Render(week)).ShouldBe(
    [
        "BEGIN:VCALENDAR",
        "METHOD:PUBLISH",
        "NAME:On call\\, all areas",
        "PRODID:-//EventedPipelines//On call//EN",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "VERSION:2.0",
        "X-PUBLISHED-TTL:PT1H",
        "X-WR-CALNAME:On call\\, all areas",
        "BEGIN:VEVENT",
        "CATEGORIES:rotation",
        "DESCRIPTION:Sprint 1",
        "DTEND:20260119T080000Z",
        "DTSTAMP:20251201T120000Z",
        "DTSTART:20260105T080000Z",
        "LAST-MODIFIED:20251201T120000Z",
        "SEQUENCE:3",
        "STATUS:CONFIRMED",
        "SUMMARY:Amara: requests",
        "TRANSP:OPAQUE",
        "UID:sprint-1@evented.example",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]);

    [Fact]
    public void a_feed_without_shifts_is_a_calendar() => Lines(Render()).ShouldNotContain("BEGIN:VEVENT");

    [Fact]
    public void the_same_shifts_give_the_same_bytes_in_any_order_and_culture()
    {
        FeedEntry[] shifts = [week, week with { Uid = "b" }, week with { Uid = "a" }, week with { From = week.From.AddDays(-14) },
            week with { From = week.From.ToOffset(TimeSpan.FromHours(9)), Uid = "c" }];
        var expected = Render(shifts);
        var before = CultureInfo.CurrentCulture;
        try
        {
            foreach (var culture in new[] { "", "de-DE", "tr-TR", "et-EE", "lt-LT", "th-TH", "ar-SA", "fa-IR" })
            {
                CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
                Render([.. shifts.Reverse()]).ShouldBe(expected, culture);
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("a, b; c\\d", "SUMMARY:a\\, b\\; c\\\\d")]
    [InlineData("C:\\new", "SUMMARY:C:\\\\new")]
    [InlineData("one\r\ntwo\rthree\nfour\u2028five\u0085six", "SUMMARY:one\\ntwo\\nthree\\nfour\\nfive\\nsix")]
    [InlineData("bell\a and \u0000nothing\u007f", "SUMMARY:bell and nothing")]
    [InlineData(" \r\n ", "SUMMARY:")]
    [InlineData("x\r\nEND:VEVENT", "SUMMARY:x\\nEND:VEVENT")]
    public void a_text_in_a_feed_is_escaped(string summary, string line) => Lines(Render(week with { Summary = summary })).ShouldContain(line);

    [Fact]
    public void half_a_character_in_a_feed_is_replaced() => Lines(Render(week with { Summary = "a\ud83d" })).ShouldContain("SUMMARY:a\ufffd");

    [Fact]
    public void a_sequence_that_a_calendar_program_could_not_hold_stays_at_the_largest() => Lines(Render(week with { Sequence = long.MaxValue })).ShouldContain("SEQUENCE:2147483647");

    [Fact]
    public void no_line_of_a_feed_is_longer_than_75_octets_and_none_is_cut_within_a_character() =>
        Gen.OneOf("a", "ü", "日", "😀", " ", ",", "\\", "\n").Array[0, 200].Select(string.Concat).Sample(text =>
        {
            var feed = Render(week with { Summary = $"|{text}|", Description = $"|{text}|" });
            var octets = new UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(feed);

            Encoding.UTF8.GetString(octets).ShouldBe(feed);
            foreach (var line in feed.Split("\r\n"))
            {
                Encoding.UTF8.GetByteCount(line).ShouldBeLessThanOrEqualTo(75);
                Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(line)).ShouldBe(line);
            }

            Unescaped(Lines(feed).Single(line => line.StartsWith("SUMMARY:", StringComparison.Ordinal))["SUMMARY:".Length..]).ShouldBe($"|{text}|");
        }, iter: 500);

    static string Render(params FeedEntry[] shifts) => ShiftCalendar.Render(new("On call, all areas"), shifts);

    static string[] Lines(string feed) => feed.Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n");

    // As RFC 5545, 3.3.11 has it, from the left.
    static string Unescaped(string text)
    {
        var plain = new StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            plain.Append(text[at] != '\\' ? text[at] : text[++at] == 'n' ? '\n' : text[at]);
        }

        return plain.ToString();
    }

    static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
