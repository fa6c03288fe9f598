using System.Text;
using EventedPipelines.Application.Team.Calendars;

namespace EventedPipelines.Tests.Unit.Calendars;

/// <summary>Which days of a calendar are public holidays (domain.md 6.3), as calendars of several providers mark them.</summary>
public sealed class HolidayMarkSpecs
{
    const string Day = "DTSTART;VALUE=DATE:20261101";

    static HolidayReading Read(HolidayChoice? choice, params string[] events) => HolidayFile.Read(
        "a.ics", $"BEGIN:VCALENDAR\n{string.Concat(events.Select((text, at) => $"BEGIN:VEVENT\nUID:{at}\n{text}\nEND:VEVENT\n"))}END:VCALENDAR\n", new(2026, 1, 1), new(2026, 12, 31), choice);

    static string[] Taken(params string[] events) => [.. Read(null, events).Holidays.Select(holiday => holiday.Key)];

    static string Named(string name, string day, string marks = "") => $"SUMMARY:{name}\nDTSTART;VALUE=DATE:2026{day}{(marks.Length > 0 ? $"\n{marks}" : "")}";

    [Fact]
    public void an_observance_is_no_public_holiday()
    {
        var read = Read(null, $"{Day}\nDTEND;VALUE=DATE:20261102\nDESCRIPTION:Observance\\nTo hide observances\\, change the settings\nSUMMARY:Daylight Saving Time ends\nTRANSP:TRANSPARENT");
        read.Problems.ShouldBeEmpty();
        read.Holidays.ShouldBeEmpty();
        read.Left.ShouldHaveSingleItem().ShouldBe(new("daylight-saving-time-ends", "Daylight Saving Time ends", new(2026, 11, 1), 1, "it is no public holiday (Daylight Saving Time ends)"));
    }

    // All of it is free time there, and public holidays say so in the description.
    [Fact]
    public void googles_public_holidays_are_those_that_say_so_in_their_description() => Taken(
        Named("Christmas Day", "1225", "DESCRIPTION:Public holiday\nTRANSP:TRANSPARENT\nCLASS:PUBLIC"),
        Named("All Saints' Day", "1101", "DESCRIPTION:Public holiday in Bavaria\\, Saarland\nTRANSP:TRANSPARENT"),
        Named("Valentine's Day", "0214", "DESCRIPTION:Observance\\nTo hide observances\\, go to Google Calendar Settings\nTRANSP:TRANSPARENT"),
        Named("Mother's Day", "0510", "TRANSP:TRANSPARENT")).ShouldBe(["all-saints-day", "christmas-day"]);

    [Fact]
    public void googles_public_holidays_are_known_in_another_language() => Taken(
        Named("Neujahr", "0101", "DESCRIPTION:Gesetzlicher Feiertag\nTRANSP:TRANSPARENT"),
        Named("Muttertag", "0510", "DESCRIPTION:Ereignis\\nUm sie auszublenden\\, ...\nTRANSP:TRANSPARENT")).ShouldBe(["neujahr"]);

    [Fact]
    public void apples_public_holidays_are_those_that_are_marked_as_work_holidays() => Taken(
        Named("国庆节（休）", "1001", "X-APPLE-SPECIAL-DAY:WORK-HOLIDAY\nTRANSP:TRANSPARENT"),
        Named("国庆节（班）", "1010", "X-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY\nTRANSP:TRANSPARENT"),
        Named("立冬", "1107", "TRANSP:TRANSPARENT")).ShouldBe(["国庆节-休"]);

    [Theory]
    [InlineData("Special Working Day")]
    [InlineData("Make-up workday for Spring Festival")]
    [InlineData("国庆节（班）")]
    [InlineData("国庆节补班")]
    public void a_make_up_working_day_is_no_holiday_also_without_a_mark(string name) => Taken(Named(name, "1010"), Named("National Day", "1001")).ShouldBe(["national-day"]);

    [Theory]
    [InlineData("Additional Non-Working Day")]
    [InlineData("Workers' Day")]
    [InlineData("Christmas Day (observed)")]
    [InlineData("Spring bank holiday")]
    public void a_day_whose_name_only_resembles_that_of_a_working_day_is_a_holiday(string name) => Taken(Named(name, "1001")).Length.ShouldBe(1);

    [Theory]
    [InlineData("SUMMARY:Founders' Day (cancelled)\nCATEGORIES:Public holiday")]
    [InlineData("SUMMARY:Canceled: Founders' Day\nCATEGORIES:Public holiday")]
    [InlineData("SUMMARY:Founders' Day\nDESCRIPTION:Public holiday\\, not observed in Berlin")]
    [InlineData("SUMMARY:Founders' Day - not observed\nCATEGORIES:Public holiday")]
    [InlineData("SUMMARY:Founders' Day\nCATEGORIES:Public holiday,Optional")]
    [InlineData("SUMMARY:Founders' Day\nDESCRIPTION:Unofficial holiday")]
    [InlineData("SUMMARY:Founders' Day (schools only)\nCATEGORIES:Public holiday")]
    [InlineData("SUMMARY:Founders' Day\nCATEGORIES:School holiday")]
    [InlineData("SUMMARY:Founders' Day\nCATEGORIES:De facto holiday")]
    [InlineData("SUMMARY:Founders' Day\nCATEGORIES:Half-day holiday,Public holiday")]
    [InlineData("SUMMARY:Founders' Day\nCATEGORIES:Observance,Public holiday")]
    [InlineData("SUMMARY:Founders' Day\nCATEGORIES:Public holiday\nSTATUS:TENTATIVE")]
    public void a_holiday_that_is_not_for_all_not_for_the_whole_day_or_not_held_is_no_public_one(string text) =>
        Taken($"{text}\nDTSTART;VALUE=DATE:20260301", Named("New Year", "0101", "CATEGORIES:Public holiday")).ShouldBe(["new-year"]);

    [Fact]
    public void a_doubtful_holiday_is_taken_if_the_team_names_its_key() =>
        Read(new(["founders-day-half-day"], []), Named("Founders' Day (half day)", "0301")).Holidays.ShouldHaveSingleItem().Key.ShouldBe("founders-day-half-day");

    [Fact]
    public void days_that_are_marked_as_free_beside_busy_ones_are_no_public_holidays() => Taken(
        Named("England: Good Friday", "0403",
            "DESCRIPTION: Good Friday is observed two days before Easter. It is not a public holiday in Scotland; the next working day is Tuesday\nTRANSP:OPAQUE\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY"),
        Named("England: Mother's Day (Not a Public Holiday)", "0315", "TRANSP:TRANSPARENT\nX-MICROSOFT-CDO-BUSYSTATUS:FREE"),
        Named("England: St George's Day", "0423", "TRANSP:TRANSPARENT")).ShouldBe(["england-good-friday"]);

    [Fact]
    public void outlooks_days_are_all_holidays_because_nothing_tells_them_apart() => Taken(
        Named("New Year's Day", "0101", "CATEGORIES:Holiday\nX-MICROSOFT-CDO-BUSYSTATUS:FREE\nTRANSP:TRANSPARENT"),
        Named("Groundhog Day", "0202", "CATEGORIES:Holiday\nTRANSP:TRANSPARENT")).Length.ShouldBe(2);

    [Fact]
    public void public_holidays_are_told_from_other_days_by_their_categories() => Taken(
        Named("Labor Day", "0907", "CATEGORIES:Federal Holiday"), Named("Halloween", "1031", "CATEGORIES:Fun,Observance"), Named("Diwali", "1108", "CATEGORIES:Optional holiday"),
        Named("Assumption", "0815", "CATEGORIES:Public Holiday,Religious observance"), Named("Equinox", "0923", "CATEGORIES:Season")).ShouldBe(["assumption", "labor-day"]);

    [Fact]
    public void a_calendar_file_without_marks_has_all_its_days_as_holidays() =>
        Taken(Named("New Year", "0101", "TRANSP:TRANSPARENT"), Named("Founders' Day", "0301")).ShouldBe(["new-year", "founders-day"]);

    [Fact]
    public void a_private_event_is_no_public_holiday() =>
        Taken(Named("New Year", "0101", "CLASS:PUBLIC"), Named("Dentist", "0301", "CLASS:PRIVATE"), Named("Audit", "0302", "CLASS:confidential")).ShouldBe(["new-year"]);

    [Fact]
    public void the_teams_own_list_of_holidays_goes_before_the_marks_of_the_file()
    {
        string[] events =
        [
            Named("Christmas Eve", "1224", "DESCRIPTION:Observance"), Named("Christmas Day", "1225", "DESCRIPTION:Public holiday"),
            Named("Reformation Day", "1031", "DESCRIPTION:Public holiday in Saxony"),
        ];
        var read = Read(new(["christmas-eve"], ["reformation-day"]), events);
        read.Holidays.Select(holiday => holiday.Key).ShouldBe(["christmas-eve", "christmas-day"]);
        read.Left.ShouldHaveSingleItem().Why.ShouldBe("`leave` names it");
        HolidayFile.Read("a.csv", "date,name\n2026-12-24,Christmas Eve\n2026-12-25,Christmas Day\n", new(2026, 1, 1), new(2026, 12, 31), new([], ["christmas-eve"])).Holidays.ShouldHaveSingleItem();
    }

    [Fact]
    public void a_day_of_a_series_is_a_holiday_as_its_series_is_unless_it_says_otherwise()
    {
        const string Text = """
            BEGIN:VCALENDAR
            BEGIN:VEVENT
            UID:a
            SUMMARY:Labour Day
            DESCRIPTION:Public holiday
            DTSTART;VALUE=DATE:20240501
            RRULE:FREQ=YEARLY;COUNT=4
            END:VEVENT
            BEGIN:VEVENT
            UID:a
            RECURRENCE-ID;VALUE=DATE:20250501
            SUMMARY:Labour Day
            DTSTART;VALUE=DATE:20250502
            END:VEVENT
            BEGIN:VEVENT
            UID:a
            RECURRENCE-ID;VALUE=DATE:20260501
            SUMMARY:Labour Day
            DESCRIPTION:Observance
            DTSTART;VALUE=DATE:20260501
            END:VEVENT
            END:VCALENDAR

            """;
        var read = HolidayFile.Read("a.ics", Text, new(2024, 1, 1), new(2027, 12, 31));
        read.Holidays.Select(holiday => holiday.Date).ShouldBe([new(2024, 5, 1), new(2025, 5, 2), new(2027, 5, 1)]);
        read.Left.ShouldHaveSingleItem().First.ShouldBe(new(2026, 5, 1));
    }

    [Fact]
    public void the_days_that_are_left_out_as_no_holidays_are_counted() =>
        Read(null, "SUMMARY:Fair\nDESCRIPTION:Observance\nDTSTART;VALUE=DATE:20260301\nDURATION:P3D").Left.ShouldHaveSingleItem().Days.ShouldBe(3);

    [Theory]
    [InlineData("\n ")]
    [InlineData("\r\n ")]
    [InlineData("\r\n\t")]
    public void a_line_of_a_calendar_file_may_be_folded_inside_a_character(string fold)
    {
        var plain = Encoding.UTF8.GetBytes("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART;VALUE=DATE:20261225\nSUMMARY:大晦夜\\, Fest 🎄\nEND:VEVENT\nEND:VCALENDAR\n");
        var summary = Encoding.UTF8.GetString(plain).IndexOf('大');
        for (var at = summary; at < plain.Length - "\nEND:VEVENT\nEND:VCALENDAR\n".Length; at++)
        {
            // Also one that is folded at each of its bytes.
            byte[] folded = [.. plain[..at], .. Encoding.ASCII.GetBytes(fold), plain[at], .. Encoding.ASCII.GetBytes(fold), .. plain[(at + 1)..]];
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(HolidayFile.Decodable("a.ics", folded));
            HolidayFile.Read("a.ics", text, new(2026, 1, 1), new(2026, 12, 31)).Holidays.ShouldHaveSingleItem().Name.ShouldBe("大晦夜, Fest 🎄");
        }
    }

    [Fact]
    public void a_calendar_file_that_is_no_utf8_stays_as_it_is()
    {
        byte[] latin = [.. "SUMMARY:No"u8, 0xEB, .. "l\r\n x"u8];
        HolidayFile.Decodable("a.ics", latin).ShouldBe(latin);
    }
}
