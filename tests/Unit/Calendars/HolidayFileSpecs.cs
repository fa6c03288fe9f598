using System.Globalization;
using CsCheck;
using EventedPipelines.Application.Team.Calendars;

namespace EventedPipelines.Tests.Unit.Calendars;

/// <summary>Public holidays as calendar programs and tables have them, from 2024 until 2028 unless said otherwise.</summary>
public sealed class HolidayFileSpecs
{
    const string Christmas = "SUMMARY:Christmas Day\nDTSTART;VALUE=DATE:20251225";

    [Fact]
    public void a_calendar_event_of_one_day_is_a_holiday() =>
        Ics($"{Christmas}\nDTEND;VALUE=DATE:20251226").ShouldBe(["2025-12-25 christmas-day Christmas Day"]);

    [Theory]
    [InlineData("")]
    [InlineData("\nDTEND;VALUE=DATE:20251225")]
    [InlineData("\nDURATION:P1D")]
    [InlineData("\nDTEND:20251226")]
    public void a_holiday_of_one_day_is_one_day_however_its_end_is_written(string end) => Days(Ics(Christmas + end)).ShouldBe(["2025-12-25"]);

    [Theory]
    [InlineData("DTEND;VALUE=DATE:20260102", 8)]
    [InlineData("DURATION:P1W", 7)]
    [InlineData("DURATION:+P3D", 3)]
    public void an_event_of_several_days_is_a_holiday_on_each_under_one_key(string end, int days)
    {
        var holidays = Ics($"{Christmas}\n{end}");

        holidays.Count.ShouldBe(days);
        Days(holidays).ShouldBe(Enumerable.Range(0, days).Select(day => Text(new DateOnly(2025, 12, 25).AddDays(day))));
        holidays.ShouldAllBe(holiday => holiday.EndsWith(" christmas-day Christmas Day", StringComparison.Ordinal));
    }

    [Fact]
    public void an_event_that_begins_before_the_first_day_is_a_holiday_from_that_day_on() =>
        Days(Ics("SUMMARY:Turn\nDTSTART;VALUE=DATE:20231230\nDTEND;VALUE=DATE:20240104\nRRULE:FREQ=YEARLY;COUNT=2")).ShouldBe(
            ["2024-01-01", "2024-01-02", "2024-01-03", "2024-12-30", "2024-12-31", "2025-01-01", "2025-01-02", "2025-01-03"]);

    [Theory]
    [InlineData("DTSTART;VALUE=DATE:20200229\nRRULE:FREQ=YEARLY", "2024-02-29 2028-02-29")]
    [InlineData("DTSTART;VALUE=DATE:20251225\nRRULE:FREQ=YEARLY", "2025-12-25 2026-12-25 2027-12-25 2028-12-25")]
    [InlineData("DTSTART;VALUE=DATE:20251225\nRRULE:FREQ=YEARLY;UNTIL=20261225", "2025-12-25 2026-12-25")]
    [InlineData("DTSTART;VALUE=DATE:20251225\nRRULE:FREQ=YEARLY;UNTIL=20261224", "2025-12-25")]
    [InlineData("DTSTART;VALUE=DATE:20251225\nRRULE:FREQ=YEARLY;UNTIL=20261225T225959Z", "2025-12-25 2026-12-25")]
    [InlineData("DTSTART;VALUE=DATE:19701225\nRRULE:FREQ=YEARLY;COUNT=56", "2024-12-25 2025-12-25")]
    [InlineData("DTSTART;VALUE=DATE:20201126\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;UNTIL=20261231", "2024-11-28 2025-11-27 2026-11-26")]
    [InlineData("DTSTART;VALUE=DATE:20240527\nRRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO;COUNT=3", "2024-05-27 2025-05-26 2026-05-25")]
    [InlineData("DTSTART;VALUE=DATE:20251225\nRRULE:FREQ=DAILY;COUNT=2", "2025-12-25 2025-12-26")]
    [InlineData("DTSTART;VALUE=DATE:20251225\nRRULE:FREQ=YEARLY\nEXDATE;VALUE=DATE:20261225,20271225", "2025-12-25 2028-12-25")]
    [InlineData("DTSTART;VALUE=DATE:20251225\nRRULE:FREQ=YEARLY\nEXDATE;VALUE=DATE:20261225\nEXDATE;VALUE=DATE:20281225", "2025-12-25 2027-12-25")]
    [InlineData("DTSTART;VALUE=DATE:20250420\nRDATE;VALUE=DATE:20260405,20270328\nRDATE;VALUE=DATE:20280416", "2025-04-20 2026-04-05 2027-03-28 2028-04-16")]
    [InlineData("DTSTART;VALUE=DATE:20250420\nRDATE;VALUE=DATE:20260405,20260405\nEXDATE;VALUE=DATE:20250420", "2026-04-05")]
    public void a_recurrence_rule_of_a_holiday_is_followed(string rule, string days) => Days(Ics($"SUMMARY:Day\n{rule}")).ShouldBe(days.Split(' '));

    [Fact]
    public void a_recurrence_rule_without_an_end_ends_with_the_last_day_that_is_read() =>
        HolidayFile.Read("a.ics", Calendar("SUMMARY:Day\nDTSTART;VALUE=DATE:20000101\nRRULE:FREQ=YEARLY"), new(2000, 1, 1), new(2035, 12, 31)).Holidays.Count.ShouldBe(36);

    [Fact]
    public void a_holiday_of_a_series_may_be_moved_and_renamed_and_keeps_its_key() => Ics(
        "UID:a\nSUMMARY:Labour Day\nDTSTART;VALUE=DATE:20240501\nRRULE:FREQ=YEARLY",
        "UID:a\nRECURRENCE-ID;VALUE=DATE:20260501\nSUMMARY:Labour Day (observed)\nDTSTART;VALUE=DATE:20260504").ShouldBe(
        [
            "2024-05-01 labour-day Labour Day", "2025-05-01 labour-day Labour Day", "2026-05-04 labour-day Labour Day (observed)",
            "2027-05-01 labour-day Labour Day", "2028-05-01 labour-day Labour Day",
        ]);

    [Fact]
    public void the_newer_of_two_replacements_of_a_holiday_holds() => Days(Ics(
        "UID:a\nRECURRENCE-ID;VALUE=DATE:20260501\nSEQUENCE:2\nSUMMARY:Labour Day\nDTSTART;VALUE=DATE:20260504",
        "UID:a\nRECURRENCE-ID;VALUE=DATE:20260501\nSEQUENCE:1\nSUMMARY:Labour Day\nDTSTART;VALUE=DATE:20260505",
        "UID:a\nSUMMARY:Labour Day\nDTSTART;VALUE=DATE:20260501")).ShouldBe(["2026-05-04"]);

    [Fact]
    public void a_cancelled_holiday_is_left_out() => Days(Ics(
        "UID:a\nSUMMARY:Labour Day\nDTSTART;VALUE=DATE:20250501\nRRULE:FREQ=YEARLY;COUNT=3",
        "UID:a\nRECURRENCE-ID;VALUE=DATE:20260501\nSTATUS:CANCELLED\nDTSTART;VALUE=DATE:20260501",
        "UID:b\nSUMMARY:Jubilee\nSTATUS:cancelled\nDTSTART;VALUE=DATE:20260601")).ShouldBe(["2025-05-01", "2027-05-01"]);

    [Fact]
    public void a_holidays_key_is_on_a_day_once_and_other_keys_may_be_beside_it() => Ics(
        "SUMMARY:May Day\nDTSTART;VALUE=DATE:20260501", "SUMMARY:May day\nDTSTART;VALUE=DATE:20260501", "SUMMARY:Ascension\nDTSTART;VALUE=DATE:20260501").ShouldBe(
        ["2026-05-01 ascension Ascension", "2026-05-01 may-day May Day"]);

    [Theory]
    [InlineData("Fête du Travail", "fete-du-travail")]
    [InlineData("  New Year's   Day ", "new-years-day")]
    [InlineData("3. Oktober – Tag der Deutschen Einheit", "3-oktober-tag-der-deutschen-einheit")]
    [InlineData("Mariä Himmelfahrt/Heilige Drei Könige", "maria-himmelfahrt-heilige-drei-konige")]
    [InlineData("İstiklal Günü", "istiklal-gunu")]
    [InlineData("元日", "元日")]
    [InlineData("설날", "설날")]
    [InlineData("दिवाली", "दिवाली")]
    [InlineData("Κυριακή του Πάσχα", "κυριακη-του-πασχα")]
    public void a_holidays_key_is_made_of_its_name(string name, string key) =>
        HolidayFile.Read("a.ics", Calendar($"SUMMARY:{name}\nDTSTART;VALUE=DATE:20260101"), new(2026, 1, 1), new(2026, 1, 1)).Holidays.Single().Key.ShouldBe(key);

    [Fact]
    public void a_calendar_file_may_give_the_key_of_a_holiday() =>
        Ics("SUMMARY;LANGUAGE=de:1. Weihnachtstag\\, gesetzlich\nX-EVENTED-KEY:christmas-day\nDTSTART;VALUE=DATE:20261225").ShouldBe(["2026-12-25 christmas-day 1. Weihnachtstag, gesetzlich"]);

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void line_ends_folds_and_a_byte_order_mark_make_no_difference_to_a_file_of_holidays(string lineEnd)
    {
        var text = Calendar("SUMMARY:Christ\n mas\n\t Day\nDTSTART;VALUE=DATE:20\n 261225\nBEGIN:VALARM\nTRIGGER:-PT1H\nSUMMARY:Not this\nEND:VALARM");

        Lines(HolidayFile.Read("a.ics", $"\uFEFF{text.Replace("\n", lineEnd, StringComparison.Ordinal)}", new(2026, 1, 1), new(2026, 12, 31)).Holidays)
            .ShouldBe(["2026-12-25 christmas-day Christmas Day"]);
        Lines(HolidayFile.Read("A.CSV", $"\uFEFFdate,name{lineEnd}{lineEnd}2026-12-25,Noël{lineEnd}", new(2026, 1, 1), new(2026, 12, 31)).Holidays).ShouldBe(["2026-12-25 noel Noël"]);
    }

    [Theory]
    [InlineData("SUMMARY:Day", 2, "does not say when", "DTSTART")]
    [InlineData("DTSTART;VALUE=DATE:20261225", 2, "has no name", "SUMMARY")]
    [InlineData("SUMMARY: \\n \nDTSTART;VALUE=DATE:20261225", 3, "has no name", "SUMMARY")]
    [InlineData("SUMMARY:!!!\nDTSTART;VALUE=DATE:20261225", 3, "makes no key", "X-EVENTED-KEY")]
    [InlineData("SUMMARY:Day\nX-EVENTED-KEY:The Day\nDTSTART;VALUE=DATE:20261225", 4, "'The Day' is no key", "Write 'the-day'")]
    [InlineData("SUMMARY:Day\nDTSTART:20261225T000000Z", 4, "DTSTART is no day", "whole day")]
    [InlineData("SUMMARY:Day\nDTSTART;VALUE=DATE:2026-12-25", 4, "DTSTART is no day", "VALUE=DATE:20261225")]
    [InlineData("SUMMARY:Day\nDTSTART;VALUE=DATE:20261325", 4, "DTSTART is no day", "whole day")]
    [InlineData("SUMMARY:Day\nDTSTART;VALUE=DATE:20261225\nEXDATE:20261225T000000", 5, "EXDATE is no day", "whole day")]
    [InlineData("SUMMARY:Day\nDTSTART;VALUE=DATE:20261225\nRDATE;VALUE=PERIOD:20261225T000000/P1D", 5, "RDATE is no day", "whole day")]
    [InlineData("SUMMARY:Day\nDTSTART;VALUE=DATE:20261225\nDTEND;VALUE=DATE:20261224", 5, "ends before it begins", "day after")]
    [InlineData("SUMMARY:Day\nDTSTART;VALUE=DATE:20260701\nDTEND;VALUE=DATE:20260815", 5, "lasts 45 days", "vacations")]
    [InlineData("SUMMARY:Day\nDTSTART;VALUE=DATE:20261225\nDURATION:PT24H", 5, "DURATION is no number of days", "P1D")]
    [InlineData("SUMMARY:Day\nDTSTART;VALUE=DATE:20261225\nRRULE:FREQ=HOURLY", 5, "not one of days", "YEARLY")]
    [InlineData("SUMMARY:Day\nDTSTART;VALUE=DATE:20261225\nRRULE:FREQ=YEARLY;UNTIL=TOMORROW", 5, "not one of days", "UNTIL=20281231")]
    [InlineData("SUMMARY:Day\nDTSTART;VALUE=DATE:20261225\nRRULE:FREQ=YEARLY;BYMONTH=13", 5, "cannot be understood", "RFC 5545")]
    [InlineData("SUMMARY:Day\nDTSTART;VALUE=DATE:20261225\nRRULE:FREQ=YEARLY;EVERY=2", 5, "cannot be understood", "RFC 5545")]
    [InlineData("SUMMARY:Day\nDTSTART;VALUE=DATE:20260101\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", 2, "never comes", "RDATE")]
    [InlineData("SUMMARY:Day\nDTSTART;VALUE=DATE:20260101\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", 2, "never comes", "RDATE")]
    [InlineData("SUMMARY:Day\nDTSTART;VALUE=DATE:20261225\nRECURRENCE-ID;VALUE=DATE:20261225", 5, "of no series", "UID")]
    [InlineData("UID:a\nSUMMARY:Day\nDTSTART;VALUE=DATE:20261225\nRECURRENCE-ID;VALUE=DATE;RANGE=THISANDFUTURE:20261225", 6, "changes a whole series", "UNTIL")]
    public void a_mistake_in_a_calendar_event_is_told_with_its_line_and_remedy(string @event, int line, string message, string remedy) =>
        ShouldHave(HolidayFile.Read("a.ics", Calendar(@event), new(2024, 1, 1), new(2028, 12, 31)).Problems, line, message, remedy);

    [Theory]
    [InlineData("a.ics", "", 1, "This is no iCalendar", "Export")]
    [InlineData("a.ics", "date,name\n2026-12-25,Christmas", 1, "This is no iCalendar", "Export")]
    [InlineData("a.ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261225", 2, "BEGIN:VEVENT has no END", "Export")]
    [InlineData("a.ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR", 3, "Nothing that is open ends with END:VCALENDAR", "Each BEGIN")]
    [InlineData("a.ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Christmas\nDay\nEND:VEVENT\nEND:VCALENDAR", 4, "The line has no colon: 'Day'", "with a space")]
    [InlineData("a.txt", "2026-12-25", null, "'a.txt' is no file of holidays", ".csv")]
    [InlineData("a.csv", "", 1, "The file is empty", "date,name")]
    [InlineData("a.csv", "2026-12-25,Christmas", 1, "does not begin with its header", "date,name,key")]
    [InlineData("a.csv", "name,date\nChristmas,2026-12-25", 1, "does not begin with its header", "date,name,key")]
    [InlineData("a.csv", "date;name\n2026-12-25;Christmas", 1, "does not begin with its header", "date,name,key")]
    [InlineData("a.csv", "date,name\n25.12.2026,Christmas", 2, "'25.12.2026' is no day", "2026-12-25")]
    [InlineData("a.csv", "date,name\n2026-02-30,Christmas", 2, "'2026-02-30' is no day", "2026-12-25")]
    [InlineData("a.csv", "date,name\n2026-12-25,Christmas, the first day", 2, "3 fields, and the header 2", "quotes")]
    [InlineData("a.csv", "date,name,key\n2026-12-25,Christmas", 2, "2 fields, and the header 3", "empty")]
    [InlineData("a.csv", "date,name\n2026-12-25,\"Christmas", 2, "A quote is not closed", "twice")]
    [InlineData("a.csv", "date,name\n2026-12-25,The \"Day\"", 2, "A quote is not closed", "twice")]
    [InlineData("a.csv", "date,name\n2026-12-25,", 2, "has no name", "name")]
    [InlineData("a.csv", "date,name,key\n2026-12-25,Christmas,Christmas Day", 2, "'Christmas Day' is no key", "'christmas-day'")]
    [InlineData("a.csv", "date,name\n2026-12-25,Christmas\n\n2026-12-25,christmas", 4, "'christmas' is on that day already: see line 2", "Remove")]
    public void a_mistake_in_a_file_of_holidays_is_told_with_its_line_and_remedy(string name, string text, int? line, string message, string remedy) =>
        ShouldHave(HolidayFile.Read(name, text, new(2024, 1, 1), new(2028, 12, 31)).Problems, line, message, remedy);

    [Fact]
    public void all_mistakes_in_a_file_of_holidays_are_told_in_order_and_no_holiday_of_it_is_taken()
    {
        var (holidays, problems) = HolidayFile.Read("a.csv", "date,name\n2026-01-01,New Year\n1,A\n2,B\n", new(2024, 1, 1), new(2028, 12, 31));

        holidays.ShouldBeEmpty();
        problems.Select(problem => problem.Line).ShouldBe([3, 4]);
    }

    [Fact]
    public void a_table_of_holidays_is_read_with_quotes_keys_and_days_in_any_order() =>
        Lines(HolidayFile.Read("a.csv", "date,name,key\n2026-12-25,\"Christmas, \"\"the\"\" day\",christmas-day\n2026-01-01,New Year,\n2029-01-01,New Year,", new(2024, 1, 1),
            new(2028, 12, 31)).Holidays)
            .ShouldBe(["2026-01-01 new-year New Year", "2026-12-25 christmas-day Christmas, \"the\" day"]);

    [Fact]
    public void more_holidays_than_there_can_be_are_refused() => ShouldHave(
        HolidayFile.Read("a.ics", Calendar("SUMMARY:Day\nDTSTART;VALUE=DATE:20000101\nRRULE:FREQ=DAILY"), new(2000, 1, 1), new(2035, 12, 31)).Problems, null, "more than 10000", "Leave out");

    [Fact]
    public void a_narrower_range_of_days_has_the_holidays_of_a_wider_one_that_are_in_it() =>
        Gen.Select(Gen.Int[0, 3000], Gen.Int[0, 3000], Gen.OneOf("YEARLY", "MONTHLY", "WEEKLY"), Gen.Int[1, 3], Gen.Int[1, 5]).Sample((first, second, frequency, interval, days) =>
        {
            var (from, until) = (new DateOnly(2022, 1, 1).AddDays(Math.Min(first, second)), new DateOnly(2022, 1, 1).AddDays(Math.Max(first, second)));
            var text = Calendar($"SUMMARY:Day\nDTSTART;VALUE=DATE:20240229\nDURATION:P{days}D\nRRULE:FREQ={frequency};INTERVAL={interval}");

            var all = HolidayFile.Read("a.ics", text, new(2020, 1, 1), new(2031, 1, 1)).Holidays;
            HolidayFile.Read("a.ics", text, from, until).Holidays.ShouldBe(all.Where(holiday => holiday.Date >= from && holiday.Date <= until));
        }, iter: 300);

    // Whatever a person uploads: an answer, and no exception.
    [Fact]
    public void a_file_of_holidays_with_one_character_wrong_is_read_or_refused()
    {
        var text = Calendar(
            "UID:a\nSUMMARY:Labour Day\nDTSTART;VALUE=DATE:20240501\nDTEND;VALUE=DATE:20240502\nRRULE:FREQ=YEARLY;INTERVAL=1;BYMONTH=5;UNTIL=20281231\nEXDATE;VALUE=DATE:20250501",
            "UID:a\nRECURRENCE-ID;VALUE=DATE:20260501\nSEQUENCE:2\nSUMMARY:Labour Day\nDTSTART;VALUE=DATE:20260504\nRDATE;VALUE=DATE:20260505\nDURATION:P1D");
        Gen.Select(Gen.Int[0, text.Length - 1], Gen.OneOf(Gen.Char, Gen.OneOf('\n', ' ', ';', ':', '=', '"', '0', '9', '-', 'T', '\\', '\ud83d')), Gen.Bool).Sample((at, character, isInserted) =>
        {
            var broken = isInserted ? text.Insert(at, $"{character}") : $"{text[..at]}{character}{text[(at + 1)..]}";
            var (holidays, problems) = HolidayFile.Read("a.ics", broken, new(2024, 1, 1), new(2028, 12, 31));

            (holidays.Count == 0 || problems.Count == 0).ShouldBeTrue();
            problems.ShouldAllBe(problem => problem.Remedy.Length > 0 && problem.Line > 0);
        }, iter: 3000);
    }

    static IReadOnlyList<string> Ics(params string[] events)
    {
        var (holidays, problems) = HolidayFile.Read("holidays.ics", Calendar(events), new(2024, 1, 1), new(2028, 12, 31));
        problems.ShouldBeEmpty();
        return Lines(holidays);
    }

    /// <summary>The first event begins on line 2.</summary>
    static string Calendar(params string[] events) =>
        $"BEGIN:VCALENDAR\n{string.Concat(events.Select(text => $"BEGIN:VEVENT\n{text}\nEND:VEVENT\n"))}END:VCALENDAR\n";

    static IReadOnlyList<string> Lines(IEnumerable<Domain.Team.Calendars.Holiday> holidays) => [.. holidays.Select(holiday => $"{Text(holiday.Date)} {holiday.Key} {holiday.Name}")];

    static IEnumerable<string> Days(IEnumerable<string> lines) => lines.Select(line => line[..10]);

    static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    static void ShouldHave(IReadOnlyList<HolidayProblem> problems, int? line, string message, string remedy)
    {
        var problem = problems.ShouldHaveSingleItem();
        problem.Line.ShouldBe(line, problem.ToString());
        problem.Message.ShouldContain(message);
        problem.Remedy.ShouldContain(remedy);
    }
}
