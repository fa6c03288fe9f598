using EventedPipelines.Domain.Team.Calendars;
using static EventedPipelines.Tests.Unit.OnCall.Rota;

namespace EventedPipelines.Tests.Unit.Calendars;

/// <summary>What one source takes back, another may still know (domain.md 6.3).</summary>
public sealed class SourcesOfHolidaysSpecs
{
    static readonly DecisionSpec<WorkCalendar> calendar = new(WorkCalendar.Fold);
    static readonly Holiday christmas = HolidayOn("2026-12-25", "christmas-day");
    static readonly Holiday boxing = HolidayOn("2026-12-26", "boxing-day");

    static HolidaysImported Imported(string source, Holiday[] added, params Holiday[] removed) => new(WorkCalendar.TheId, source, added, removed, "amara", Monday);

    [Fact]
    public void a_day_is_a_holiday_while_any_source_knows_of_it()
    {
        var one = calendar.Given(Imported("file", [christmas]), Imported("feed", [christmas, boxing]), Imported("feed", [], christmas)).State!;
        one.HolidaysOf(2026).ShouldBe([christmas.Date, boxing.Date]);
        calendar.Given(Imported("file", [christmas]), Imported("file", [], christmas)).State!.HolidaysOf(2026).ShouldBeEmpty();
    }

    [Fact]
    public void two_holidays_on_a_day_come_by_key()
    {
        Holiday[] both = [HolidayOn("2026-12-25", "second"), HolidayOn("2026-12-25", "first")];
        calendar.Given(Imported("file", both)).State!.On(christmas.Date).Select(holiday => holiday.Key).ShouldBe(["first", "second"]);
        ImportHolidaysDecision.Decide(new("file", both, "amara"), null, Day("2026-01-01"), Monday).Events.ShouldHaveSingleItem()
            .ShouldBeOfType<HolidaysImported>().Added.Select(holiday => holiday.Key).ShouldBe(["first", "second"]);
    }
}
