using CsCheck;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Calendars;
using static EventedPipelines.Tests.Unit.OnCall.Rota;

namespace EventedPipelines.Tests.Unit.Calendars;

/// <summary>What a source says of holidays, as the difference to what it said before: a day that has begun stays what it was (domain.md 5.1).</summary>
public sealed class ImportHolidaysSpecs
{
    static readonly DateTimeOffset now = At("2026-11-24T09:00Z");
    static readonly DateOnly today = Day("2026-11-24");
    static readonly DecisionSpec<WorkCalendar> calendar = new(WorkCalendar.Fold);

    static readonly Holiday past = HolidayOn("2026-10-03", "unity-day");
    static readonly Holiday christmas = HolidayOn("2026-12-25", "christmas-day");
    static readonly Holiday newYear = HolidayOn("2027-01-01", "new-year");

    static Decision Import(WorkCalendar? state, params Holiday[] holidays) => ImportHolidaysDecision.Decide(new("file", holidays, "amara"), state, today, now);

    static HolidaysImported Imported(Holiday[] added, Holiday[]? removed = null, string source = "file") => new(WorkCalendar.TheId, source, added, removed ?? [], "amara", now);

    [Fact]
    public void a_new_source_of_holidays_is_taken_over_as_it_stands_in_order_of_its_days() =>
        calendar.Given().Deciding(state => Import(state, newYear, past, christmas, christmas)).Then(Imported([past, christmas, newYear]));

    [Fact]
    public void an_import_of_the_same_holidays_again_changes_nothing() => calendar.Given(Imported([past, christmas])).Deciding(state => Import(state, christmas, past)).ThenNothing();

    [Fact]
    public void an_import_of_no_holidays_changes_nothing() => calendar.Given().Deciding(state => Import(state)).ThenNothing();

    [Fact]
    public void an_import_records_what_differs_of_the_days_to_come() =>
        calendar.Given(Imported([past, christmas])).Deciding(state => Import(state, past, newYear)).Then(Imported([newYear], [christmas]));

    [Fact]
    public void a_holiday_that_moves_is_removed_and_added() =>
        calendar.Given(Imported([christmas])).Deciding(state => Import(state, christmas with { Date = Day("2026-12-27") })).Then(Imported([christmas with { Date = Day("2026-12-27") }], [christmas]));

    [Fact]
    public void an_import_leaves_days_that_have_begun_as_they_were() =>
        calendar.Given(Imported([past, christmas])).Deciding(state => Import(state, christmas, HolidayOn("2026-11-24", "today"), HolidayOn("2026-11-23", "yesterday"))).ThenNothing();

    [Fact]
    public void an_import_may_make_tomorrow_a_holiday() =>
        calendar.Given(Imported([christmas])).Deciding(state => Import(state, christmas, HolidayOn("2026-11-25", "tomorrow"))).Then(Imported([HolidayOn("2026-11-25", "tomorrow")]));

    [Fact]
    public void a_source_of_holidays_does_not_take_back_those_of_another()
    {
        var outcome = calendar.Given(Imported([past, christmas], source: "import")).Deciding(state => Import(state, christmas));
        outcome.Then(Imported([christmas]));
        outcome.After.On(christmas.Date).ShouldHaveSingleItem();
        calendar.Given(Imported([christmas], source: "import"), Imported([past, christmas])).Deciding(state => Import(state, past)).After.IsWorkingDay(christmas.Date).ShouldBeFalse();
    }

    [Fact]
    public void two_holidays_on_a_day_are_in_order_of_their_keys() =>
        calendar.Given(Imported([HolidayOn("2026-12-25", "b"), HolidayOn("2026-12-25", "a")])).State!.ShouldSatisfyAllConditions(
            state => state.On(Day("2026-12-25")).Select(holiday => holiday.Key).ShouldBe(["a", "b"]), state => state.HolidaysOf(2026).ShouldBe([Day("2026-12-25")]), state =>
                state.HolidaysOf(2027).ShouldBeEmpty());

    [Fact]
    public void days_to_come_are_holidays_as_the_import_says_and_the_others_as_they_were() =>
        Gen.Select(Gen.Int[-40, 40].Array[1, 20], Gen.Int[-40, 40].Array[0, 20]).Sample((before, after) =>
        {
            Holiday[] said = [.. after.Select(day => new Holiday($"h{day}", today.AddDays(day), "H"))];
            var known = calendar.Given(Imported([.. before.Distinct().Select(day => new Holiday($"h{day}", today.AddDays(day), "H"))])).State!;
            var outcome = calendar.Given(Imported([.. before.Distinct().Select(day => new Holiday($"h{day}", today.AddDays(day), "H"))])).Deciding(state => Import(state, said));

            for (var day = -41; day <= 41; day++)
            {
                var expected = day > 0 ? said.Any(holiday => holiday.Date == today.AddDays(day)) : known.On(today.AddDays(day)).Any();
                outcome.After.On(today.AddDays(day)).Any().ShouldBe(expected);
            }

            Import(outcome.After, said).ShouldBeEmpty();
        }, iter: 200);
}
