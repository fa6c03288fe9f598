using CsCheck;
using EventedPipelines.Domain.Team.Calendars;
using EventedPipelines.Domain.Team.Holidays;
using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Domain.Team.OnCall;
using static EventedPipelines.Tests.Unit.OnCall.Rota;

namespace EventedPipelines.Tests.Unit.Holidays;

/// <summary>Stand-ins on holidays: nobody loses their only day off, or has a second block of a day, without their consent (domain.md 6.3).</summary>
public sealed class HolidayRestSpecs
{
    static readonly DateTimeOffset now = At("2025-12-01T09:00Z");

    // Off in this order: bruno, amara, davit, chiyo, and bruno once more.
    static readonly Holiday[] five =
    [
        HolidayOn("2026-01-01", "new-year"), HolidayOn("2026-05-01", "labour-day"), HolidayOn("2026-10-03", "unity-day"), HolidayOn("2026-12-25", "christmas-day"),
        HolidayOn("2026-12-26", "boxing-day"),
    ];

    static readonly HolidayYear year = HolidayYear.Fold(
        null, PlanHolidaysDecision.Decide(new(2026, Defined(Team()), Calendar(five), null, "test"), null, Day("2025-12-01"), now).Events.ShouldHaveSingleItem())!;

    static MakeOverride Make(string engineer, string insteadOf, DateTimeOffset from, DateTimeOffset to, bool consent = false, int number = 1) =>
        new(new Guid(number, 0, 0, new byte[8]), engineer, insteadOf, from, to, "a wedding", "test", consent);

    static Domain.Kernel.Decision Decide(MakeOverride command, Overrides? state = null) => MakeOverrideDecision.Decide(command, state, Team(), [year], now);

    static PlannedHoliday On(string day) => year.On(Day(day))!;

    [Fact]
    public void an_override_that_takes_the_only_holiday_off_needs_consent()
    {
        var day = On("2026-05-01");
        var (off, block) = (day.Off.ShouldHaveSingleItem(), day.Blocks[1]);
        var refused = Decide(Make(off, block.Engineer, block.From, block.To)).Rejection!;
        refused.Reason.ShouldBe($"{NameOf(off)} would have no whole holiday off in 2026 any more: 2026-05-01 is the only one. That needs their consent.");
        refused.Remedy!.ShouldContain("consent");

        var made = Decide(Make(off, block.Engineer, block.From, block.To, consent: true)).Events.ShouldHaveSingleItem().ShouldBeOfType<OverrideMade>();
        made.Consent.ShouldBe(new OverrideConsent("test", made.Consent!.To));
        made.Consent.To.ShouldHaveSingleItem().ShouldContain("no whole holiday off");
        Overrides.Fold(null, made)!.All[0].Consent.ShouldBe(made.Consent);
    }

    [Fact]
    public void an_override_that_takes_one_of_two_holidays_off_needs_no_consent()
    {
        var twice = year.Roster.Single(id => year.Days.Count(day => day.Off.Contains(id)) == 2);
        var days = year.Days.Where(day => day.Off.Contains(twice)).ToList();
        var first = Decide(Make(twice, days[0].Blocks[0].Engineer, days[0].Blocks[0].From, days[0].Blocks[0].From.AddMinutes(1)));
        first.Events.ShouldHaveSingleItem().ShouldBeOfType<OverrideMade>().Consent.ShouldBeNull();
        Decide(Make(twice, days[1].Blocks[0].Engineer, days[1].Blocks[0].From, days[1].Blocks[0].To, number: 2), Overrides.Fold(null, first.Events[0])).Rejection!.Reason.ShouldContain(
            "is the only one");
    }

    [Fact]
    public void an_override_that_makes_a_second_block_of_a_day_needs_consent()
    {
        var day = On("2026-05-01");
        var refused = Decide(Make(day.Blocks[0].Engineer, day.Blocks[1].Engineer, day.Blocks[1].From, day.Blocks[1].From.AddMinutes(20))).Rejection!;
        refused.Reason.ShouldBe($"{NameOf(day.Blocks[0].Engineer)} would have 2 blocks of {day.Name} on 2026-05-01. That needs their consent.");
    }

    [Fact]
    public void the_second_half_of_a_swap_of_two_blocks_of_a_day_needs_no_consent()
    {
        var day = On("2026-05-01");
        var first = Decide(Make(day.Blocks[0].Engineer, day.Blocks[1].Engineer, day.Blocks[1].From, day.Blocks[1].To, consent: true)).Events[0];
        Decide(Make(day.Blocks[1].Engineer, day.Blocks[0].Engineer, day.Blocks[0].From, day.Blocks[0].To, number: 2), Overrides.Fold(null, first)).Rejection.ShouldBeNull();
    }

    [Fact]
    public void consent_that_an_override_does_not_need_is_not_put_down() =>
        Decide(Make("amara", "bruno", At("2026-02-01T00:00Z"), At("2026-02-02T00:00Z"), consent: true)).Events.ShouldHaveSingleItem().ShouldBeOfType<OverrideMade>().Consent.ShouldBeNull();

    [Fact]
    public void whatever_stand_ins_are_made_everybody_keeps_a_day_off_and_nobody_has_two_blocks() =>
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 1600], Gen.Int[1, 4000], Gen.Int[0, 3], Gen.Int[1, 3]).Array[40].Sample(
            wishes =>
            {
                var state = Overrides.None;
                foreach (var (number, (holiday, begin, length, who, other)) in wishes.Index())
                {
                    var from = year.Days[holiday].Blocks[0].From.AddMinutes(begin - 100);
                    var decided = Decide(Make(Engineers[who], Engineers[(who + other) % 4], from, from.AddMinutes(length), number: number + 1), state);
                    state = decided.Events.Aggregate(state, (known, e) => Overrides.Fold(known, e)!);
                }

                HolidayRest.Of(year, state).ShouldAllBe(rest => rest.Days.Count > 0);
                foreach (var day in year.Days)
                {
                    day.Blocks.SelectMany(block => state.During(block.Engineer, block.From, block.To).Select(part => (part.Engineer, block.Number)).Distinct())
                        .GroupBy(part => part.Engineer).ShouldAllBe(own => own.Count() == 1);
                }
            }, iter: 200);
}
