using System.Globalization;
using System.Text.Json.Nodes;
using EventedPipelines.Api.Team.OnCall;

namespace EventedPipelines.Tests.Integration.OnCall;

/// <summary>Another program's reader finds in a feed what was put into it, whatever the texts.</summary>
[Trait("Category", "Full")]
public sealed class when_a_feed_is_read_elsewhere
{
    const string Script = """
        import json, sys
        from icalendar import Calendar

        calendar = Calendar.from_ical(sys.stdin.buffer.read())
        json.dump({
            "method": str(calendar["method"]),
            "name": str(calendar["name"]),
            "shownAs": str(calendar["x-wr-calname"]),
            "shifts": [{
                "uid": str(event["uid"]),
                "start": event["dtstart"].dt.isoformat(),
                "end": event["dtend"].dt.isoformat(),
                "stamp": event["dtstamp"].dt.isoformat(),
                "summary": str(event["summary"]),
                "description": str(event["description"]),
                "categories": [str(category) for category in event["categories"].cats],
                "sequence": int(event["sequence"]),
                "status": str(event["status"]),
                "busy": str(event["transp"]),
            } for event in calendar.walk("VEVENT")],
        }, sys.stdout)
        """;

    // It takes a backslash before an n for a line end, and two for one; those are in ShiftCalendarSpecs.
    static readonly string[] texts =
    [
        "Amara Nwosu",
        "Duty, with; commas: \"quotes\" and 'more', = signs; and / slashes",
        "first line\nsecond line\n\nfourth line",
        "Überprüfung für Zoë Ångström – naïve façade, ß; 日本語の当番 😀👩‍🚒",
        "C:\\data\\reports; a\\b",
        string.Concat(Enumerable.Repeat("two hundred characters in ten ", 7))[..200],
        string.Concat(Enumerable.Repeat("ü", 200)),
        .. Enumerable.Range(0, 4).Select(shift => new string('x', shift) + string.Concat(Enumerable.Repeat("😀", 100))),
    ];

    [Fact]
    public async Task another_reader_finds_every_shift_of_a_feed_as_it_is()
    {
        FeedEntry[] shifts = [.. texts.Select((text, at) => new FeedEntry(
            $"shift-{at:00}@evented.example", At(at), At(at + 14).AddSeconds(30), text, $"{text}\n{text}", "rotation", at * 1000L, At(at).AddDays(-30)))];

        var read = await OtherReader.RunAsync(Script, ShiftCalendar.Render(new("On call; sprints, ünd 😀"), shifts));

        (Text(read["method"]), Text(read["name"]), Text(read["shownAs"])).ShouldBe(("PUBLISH", "On call; sprints, ünd 😀", "On call; sprints, ünd 😀"));
        var found = read["shifts"]!.AsArray().Select(shift => shift!).ToList();
        found.Count.ShouldBe(shifts.Length);
        foreach (var (expected, shift) in shifts.Zip(found))
        {
            Text(shift["uid"]).ShouldBe(expected.Uid);
            (Moment(shift["start"]), Moment(shift["end"]), Moment(shift["stamp"])).ShouldBe((expected.From, expected.To, expected.ChangedAt));
            Text(shift["summary"]).ShouldBe(expected.Summary);
            Text(shift["description"]).ShouldBe(expected.Description);
            shift["categories"]!.AsArray().Select(Text).ShouldBe([expected.Category]);
            shift["sequence"]!.GetValue<long>().ShouldBe(expected.Sequence);
            (Text(shift["status"]), Text(shift["busy"])).ShouldBe(("CONFIRMED", "OPAQUE"));
        }
    }

    [Fact]
    public async Task another_reader_finds_an_empty_calendar_where_nobody_is_on_duty() =>
        (await OtherReader.RunAsync(Script, ShiftCalendar.Render(new("Empty"), [])))["shifts"]!.AsArray().ShouldBeEmpty();

    // A day apart, through a night in which clocks change.
    static DateTimeOffset At(int day) => new DateTimeOffset(2026, 3, 22, 9, 0, 0, TimeSpan.FromHours(1)).AddDays(day);

    static string Text(JsonNode? node) => node!.GetValue<string>();

    static DateTimeOffset Moment(JsonNode? node) => DateTimeOffset.Parse(Text(node), CultureInfo.InvariantCulture);
}
