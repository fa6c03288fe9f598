using CsCheck;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Domain.Team.Holidays;
using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Domain.Team.OnCall;
using static EventedPipelines.Tests.Unit.OnCall.Rota;

namespace EventedPipelines.Tests.Unit.Holidays;

/// <summary>A block is over, and who was there is recorded (domain.md 6.1, 6.4).</summary>
public sealed class EndHolidayBlockSpecs
{
    static readonly DateTimeOffset noon = At("2026-12-25T12:00Z");
    static readonly HolidayYear year = HolidayYear.Fold(null, Planned(At("2025-12-01T09:00Z")))!;

    static HolidaysPlanned Planned(DateTimeOffset at) => new(
        HolidayYear.IdOf(2026), 2026, 1, [new(Day("2026-12-25"), [HolidayOn("2026-12-25", "christmas-day")], 0, HolidayBlocks.Of(Day("2026-12-25"), TimeZoneInfo.Utc, Engineers[..3]), ["davit"], "")],
        [.. Engineers[..4]], [], new Dictionary<string, int>(), "UTC", 1, 1, "test", at);

    static HolidayBlockWorked? End(HolidayYear year, DateTimeOffset now, string key = "2026-12-25-2", params Override[] standIns) =>
        EndHolidayBlockDecision.Decide(new(key, StandIns(standIns)), year, now).OfType<HolidayBlockWorked>().SingleOrDefault();

    [Fact]
    public void the_planned_engineer_of_a_holiday_block_is_recorded_as_having_worked_it() =>
        End(year, noon.AddHours(4)).ShouldNotBeNull().ShouldSatisfyAllConditions(
            worked => (worked.HolidayYearId, worked.Day, worked.Block, worked.RecordedAt).ShouldBe((year.Id, Day("2026-12-25"), 2, noon.AddHours(4))),
            worked => worked.Shifts.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
                shift => (shift.Engineer, shift.From, shift.To).ShouldBe(("bruno", noon.AddHours(-4), noon.AddHours(4))), shift => shift.Overrides.ShouldBeEmpty()));

    [Fact]
    public void a_holiday_block_is_not_recorded_before_it_is_over() => End(year, noon.AddHours(4).AddTicks(-1)).ShouldBeNull();

    [Fact]
    public void a_holiday_block_is_not_recorded_again() => End(HolidayYear.Fold(year, End(year, noon.AddHours(4))!)!, noon.AddHours(5)).ShouldBeNull();

    [Fact]
    public void a_holiday_block_that_is_not_planned_is_not_recorded() => End(year, noon.AddDays(2), "2026-12-26-1").ShouldBeNull();

    [Fact]
    public void a_stand_in_for_a_part_of_a_block_has_that_part_with_the_override_as_evidence()
    {
        var standIn = StandIn("davit", "bruno", noon, noon.AddHours(2), 7);
        End(year, noon.AddHours(4), standIns: standIn)!.Shifts.Select(shift => (shift.Engineer, shift.From, shift.To, string.Join(' ', shift.Overrides))).ShouldBe(
        [
            ("bruno", noon.AddHours(-4), noon, ""), ("davit", noon, noon.AddHours(2), EventRef.Of(Overrides.TheId, 7)), ("bruno", noon.AddHours(2), noon.AddHours(4), ""),
        ]);
    }

    [Fact]
    public void a_block_with_a_stand_in_until_its_end_has_two_shifts() =>
        End(year, noon.AddHours(4), standIns: StandIn("davit", "bruno", noon, noon.AddHours(9)))!.Shifts.Select(shift => (shift.Engineer, shift.From, shift.To))
            .ShouldBe([("bruno", noon.AddHours(-4), noon), ("davit", noon, noon.AddHours(4))]);

    [Fact]
    public void the_worked_shifts_tile_their_holiday_block() => Gen.Select(Gen.Int[0, 4], Gen.Int[0, 4], Gen.Int[-600, 600], Gen.Int[1, 900]).Array[0, 8].Sample(
        attempts =>
        {
            var state = Overrides.None;
            foreach (var (number, (engineer, insteadOf, from, length)) in attempts.Index())
            {
                var make = new MakeOverride(new Guid(number, 0, 0, new byte[8]), Engineers[engineer], Engineers[insteadOf], noon.AddMinutes(from), noon.AddMinutes(from + length), "a wedding", "test");
                state = MakeOverrideDecision.Decide(make, state, Team(5), [], noon.AddDays(-2)).Events.Aggregate(state, (before, e) => Overrides.Fold(before, e)!);
            }

            var shifts = EndHolidayBlockDecision.Decide(new("2026-12-25-2", state), year, noon.AddDays(1)).OfType<HolidayBlockWorked>().Single().Shifts;
            (shifts[0].From, shifts[^1].To).ShouldBe((noon.AddHours(-4), noon.AddHours(4)));
            shifts.Zip(shifts.Skip(1)).ShouldAllBe(pair => pair.First.To == pair.Second.From);
            shifts.ShouldAllBe(shift => shift.From < shift.To && shift.Engineer == state.StandInFor("bruno", shift.From).Engineer);
        }, iter: 300);

    [Fact]
    public void each_holiday_block_to_come_is_owed_at_its_end_until_it_is_recorded()
    {
        HolidayYearWork.Pending(year).ShouldBe(
        [
            new(WorkKind.HolidayBlockEnd, "2026-12-25-1", noon.AddHours(-4), EventRef.Of(year.Id, 1)),
            new(WorkKind.HolidayBlockEnd, "2026-12-25-2", noon.AddHours(4), EventRef.Of(year.Id, 1)),
            new(WorkKind.HolidayBlockEnd, "2026-12-25-3", noon.AddHours(12), EventRef.Of(year.Id, 1)),
        ]);
        HolidayYearWork.Pending(HolidayYear.Fold(year, End(year, noon.AddHours(4))!)!).Select(work => work.Key).ShouldBe(["2026-12-25-1", "2026-12-25-3"]);
    }

    [Fact]
    public void a_block_that_was_over_when_its_year_was_planned_first_was_nobodys_duty()
    {
        var late = HolidayYear.Fold(null, Planned(noon))!;
        HolidayYearWork.Pending(late).Select(work => work.Key).ShouldBe(["2026-12-25-2", "2026-12-25-3"]);
        HolidayYearWork.Pending(HolidayYear.Fold(late, Planned(noon.AddHours(8)))!).Select(work => work.Key).ShouldBe(["2026-12-25-2", "2026-12-25-3"]);
    }

    [Fact]
    public void a_holiday_that_is_none_any_more_owes_nothing()
    {
        var without = HolidayYear.Fold(year, Planned(At("2026-01-01T00:00Z")) with { Days = [] })!;
        HolidayYearWork.Pending(without).ShouldBeEmpty();
    }
}
