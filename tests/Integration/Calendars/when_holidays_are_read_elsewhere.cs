using System.Globalization;
using EventedPipelines.Application.Team.Calendars;
using EventedPipelines.Tests.Integration.OnCall;

namespace EventedPipelines.Tests.Integration.Calendars;

/// <summary>Which days a rule comes to, as Python's dateutil works it out and as we do.</summary>
[Trait("Category", "Full")]
public sealed class when_holidays_are_read_elsewhere
{
    const string Script = """
        import json, sys
        from datetime import datetime
        from dateutil.rrule import rrulestr
        from icalendar import Calendar

        days = set()
        for event in Calendar.from_ical(sys.stdin.buffer.read()).walk("VEVENT"):
            start = datetime.combine(event["dtstart"].dt, datetime.min.time())
            if "rrule" in event:
                found = rrulestr(event["rrule"].to_ical().decode(), dtstart=start).between(datetime(2020, 1, 1), datetime(2035, 12, 31), inc=True)
            else:
                found = [start]
            days.update(f"{day:%Y-%m-%d} {event['summary']}" for day in found)
        json.dump(sorted(days), sys.stdout)
        """;

    [Fact]
    public Task the_shipped_holidays_are_on_the_days_that_another_reader_finds() => AreTheSameAsync(File.ReadAllText(Repository.Folder("workspace/holidays.ics")));

    [Theory]
    [InlineData("20200229", "FREQ=YEARLY")]
    [InlineData("19680229", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29")]
    [InlineData("20200131", "FREQ=MONTHLY")]
    [InlineData("20200131", "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=30")]
    [InlineData("20201126", "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH")]
    [InlineData("20200525", "FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO")]
    [InlineData("20200113", "FREQ=YEARLY;INTERVAL=2;BYMONTH=1;BYDAY=2MO")]
    [InlineData("20200620", "FREQ=YEARLY;BYMONTH=6;BYDAY=SA;BYMONTHDAY=20,21,22,23,24,25,26")]
    [InlineData("20200101", "FREQ=YEARLY;BYYEARDAY=1,-1")]
    [InlineData("20200106", "FREQ=YEARLY;BYWEEKNO=2;BYDAY=MO")]
    [InlineData("20200103", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13")]
    [InlineData("20200131", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;UNTIL=20301231")]
    [InlineData("20200103", "FREQ=WEEKLY;INTERVAL=3;BYDAY=FR,MO;WKST=SU;COUNT=100")]
    [InlineData("20191231", "FREQ=DAILY;INTERVAL=100")]
    public Task a_recurrence_rule_of_a_holiday_comes_to_the_days_that_another_reader_finds(string start, string rule) =>
        AreTheSameAsync($"BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:a\nSUMMARY:Day\nDTSTART;VALUE=DATE:{start}\nRRULE:{rule}\nEND:VEVENT\nEND:VCALENDAR\n");

    static async Task AreTheSameAsync(string calendar)
    {
        var (holidays, problems) = HolidayFile.Read("holidays.ics", calendar, new(2020, 1, 1), new(2035, 12, 31));
        problems.ShouldBeEmpty();
        holidays.ShouldNotBeEmpty();

        var read = await OtherReader.RunAsync(Script, calendar);
        holidays.Select(holiday => string.Create(CultureInfo.InvariantCulture, $"{holiday.Date:yyyy-MM-dd} {holiday.Name}"))
            .ShouldBe(read.AsArray().Select(day => day!.GetValue<string>()), ignoreOrder: true);
    }
}
