using CsCheck;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Calendars;
using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Domain.Team.OnCall;
using EventedPipelines.Domain.Team.Owners;
using static EventedPipelines.Tests.Unit.OnCall.Rota;

namespace EventedPipelines.Tests.Unit.OnCall;

/// <summary>Who answers for an area at an instant, and how that was found out (domain.md 3.3).</summary>
public sealed class RespondersSpecs
{
    static readonly string[] keys = ["christmas-day", "boxing-day", "new-year", "labour-day", "unity-day"];

    static readonly Ownership profit = new(
        Ownership.IdOf("profit"), "profit",
        [new(Day("2008-01-01"), [.. Engineers[..2].Select(id => new Owner(id, NameOf(id)))], [.. Engineers[2..4].Select(id => new Owner(id, NameOf(id)))])], 1);

    // New Year 2027 is off for one of the four; the blocks are the others'.
    static readonly RotationModel model = Planned("Europe/Berlin", 2026, ["2026-01-01", "2026-05-01", "2026-10-03", "2026-12-25", "2026-12-26"]);

    static RotationModel Planned(string zone, int year, string[] days, int engineers = 4)
    {
        var first = new DateOnly(year, 1, 5);
        var calendar = Calendar(days.Select((day, at) => HolidayOn(day, keys[at])));
        var model = new RotationModel(
            TimeZoneInfo.FindSystemTimeZoneById(zone), new(Engineers[..4], first, new(9, 0)), calendar, LocalTime.FirstAt(first.AddDays(-4), new(0, 0), TimeZoneInfo.FindSystemTimeZoneById(zone)),
            plansHolidays: true);
        model.Hire(Engineers[..engineers]);
        return model;
    }

    static Responders Of(string instant, Overrides? overrides = null) =>
        Of(At(instant), model.Roster with { Defined = Defined(Team(7, "Europe/Berlin", Rotation)), Overrides = overrides ?? StandIns() });

    static Responders Of(DateTimeOffset instant, DutyRoster roster) => Responders.Of(profit, LocalTime.DayOf(instant, roster.Team.TimeZone), roster, instant);

    [Fact]
    public void the_owners_and_whoever_is_on_duty_respond_on_a_usual_day()
    {
        var who = Of("2026-01-07T12:00Z");
        who.Primary.ShouldBe([new("amara", "Amara", PageRole.Primary, "primary owner of profit since 2008-01-01"),
            new("bruno", "Bruno", PageRole.Primary, "primary owner of profit since 2008-01-01")]);
        who.Secondary.Select(one => one.Engineer).ShouldBe(["chiyo", "davit"]);
        who.Duty.ShouldBe([new("amara", "Amara", PageRole.Duty, "on duty in sprint 1")]);
        who.Away.ShouldBeEmpty();
    }

    [Fact]
    public void the_owners_alone_respond_without_a_roster() => Responders.Of(profit, Day("2026-01-07"), null, Monday).ShouldSatisfyAllConditions(
        who => who.Primary.Count.ShouldBe(2), who => who.Duty.ShouldBeEmpty());

    [Theory]
    [InlineData("2026-12-25T00:00+01:00", 1)]
    [InlineData("2026-12-25T07:59+01:00", 1)]
    [InlineData("2026-12-25T08:00+01:00", 2)]
    [InlineData("2026-12-25T23:59+01:00", 3)]
    public void the_engineer_of_a_holiday_block_takes_the_place_of_the_primary_owners(string instant, int block)
    {
        var day = model.Years[2026].On(Day("2026-12-25"))!;
        var who = Of(instant);
        who.Primary.ShouldBe([new(day.Blocks[block - 1].Engineer, NameOf(day.Blocks[block - 1].Engineer), PageRole.HolidayBlock, $"works block {block} of {day.Name}")]);
        who.Away.ShouldBe([new(day.Off[0], $"has {day.Name} off")]);
    }

    [Fact]
    public void whoever_has_a_holiday_off_is_there_again_when_the_day_ends()
    {
        var off = model.Years[2026].On(Day("2026-10-03"))!.Off[0];
        Of("2026-10-03T21:59Z").Away.ShouldContain(away => away.Engineer == off);
        Of("2026-10-03T22:00Z").Away.ShouldBeEmpty();
    }

    [Fact]
    public void a_stand_in_is_named_as_a_responder_with_the_reason()
    {
        var who = Of("2026-01-07T12:00Z", StandIns(StandIn("eva", "amara", At("2026-01-07T00:00Z"), At("2026-01-08T00:00Z"))));
        who.Primary[0].ShouldBe(new("eva", "Eva", PageRole.Primary, "primary owner of profit since 2008-01-01; Eva stands in for Amara until 2026-01-08 00:00 UTC: a wedding"));
        who.Duty.ShouldBe([new("eva", "Eva", PageRole.Duty, "on duty in sprint 1; Eva stands in for Amara until 2026-01-08 00:00 UTC: a wedding")]);
    }

    [Fact]
    public void a_stand_in_for_a_stand_in_is_named_as_a_responder_with_both_reasons()
    {
        var (from, to) = (At("2026-01-07T00:00Z"), At("2026-01-08T00:00Z"));
        Of("2026-01-07T12:00Z", StandIns(StandIn("eva", "chiyo", from, to, 1), StandIn("farid", "eva", from, to, 2))).Secondary[0].ShouldSatisfyAllConditions(
            one => one.Engineer.ShouldBe("farid"), one => one.Via.ShouldContain("Eva stands in for Chiyo"), one => one.Via.ShouldContain("; Farid stands in for Eva"));
    }

    [Fact]
    public void a_stand_in_for_the_engineer_of_a_holiday_block_is_named_with_the_reason()
    {
        var block = model.Years[2026].On(Day("2026-12-25"))!.Blocks[1];
        Of("2026-12-25T12:00Z", StandIns(StandIn("eva", block.Engineer, At("2026-12-25T10:00Z"), At("2026-12-25T13:00Z")))).Primary.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            one => (one.Engineer, one.Role).ShouldBe(("eva", PageRole.HolidayBlock)), one => one.Via.ShouldContain("works block 2 of Labour-day; Eva stands in for"));
    }

    // They are paid for it as well: somebody has to be paged, and it was they who said so.
    [Fact]
    public void an_engineer_who_gives_up_a_day_off_to_stand_in_for_a_block_is_there_for_as_long()
    {
        var day = model.Years[2026].On(Day("2026-12-25"))!;
        var overrides = StandIns(StandIn(day.Off[0], day.Blocks[1].Engineer, day.Blocks[1].From, day.Blocks[1].To));
        Of("2026-12-25T12:00Z", overrides).In(EscalationStep.Primary).There.ShouldHaveSingleItem().Engineer.ShouldBe(day.Off[0]);
        Of("2026-12-25T20:00Z", overrides).Away.ShouldHaveSingleItem().Engineer.ShouldBe(day.Off[0]);
    }

    [Fact]
    public void nobody_is_paged_twice_in_a_step_of_the_escalation()
    {
        var overrides = StandIns(StandIn("eva", "amara", Monday, Monday.AddDays(1), 1), StandIn("eva", "chiyo", Monday, Monday.AddDays(1), 2));
        Of("2026-11-23T12:00Z", overrides).In(EscalationStep.Everyone).There.Select(one => one.Engineer).ShouldBe(["eva", "bruno", "davit"]);
    }

    [Fact]
    public void nobody_is_paged_or_copied_on_a_day_off() => Gen.Select(Zone, Gen.Int[2009, 2026], Gen.Int[0, 364].Array[7, 9], Gen.Int[3, 7], Gen.Int[0, 8700].Array[0, 12]).Sample(
        (zone, year, days, engineers, standIns) =>
        {
            var first = new DateOnly(year, 1, 1);
            var calendar = Calendar(days.Distinct().Select((day, number) => new Holiday($"h{number}", first.AddDays(day), $"H{number}")));
            var model = new RotationModel(zone, new(Engineers[..2], first, new(9, 0)), calendar, LocalTime.FirstAt(first, new(0, 0), zone), plansHolidays: true);
            model.Hire(Engineers[..engineers]);
            foreach (var (number, at) in standIns.Index())
            {
                model.StandIn(new Guid(number + 1, 0, 0, new byte[8]), Engineers[at % engineers], Engineers[(at + 1 + number) % engineers], model.Now.AddHours(at), model.Now.AddHours(at + 30));
            }

            model.PassTo(model.Now.AddDays(365), isDown: true);
            foreach (var day in model.Years.GetValueOrDefault(year)?.Days ?? [])
            {
                NobodyIsOff(model, day.Day, day.Off, zone);
            }
        }, iter: 40);

    // Every half hour of the day, by the clock on the wall, however long it is.
    static void NobodyIsOff(RotationModel model, DateOnly day, IReadOnlyList<string> off, TimeZoneInfo zone)
    {
        var roster = model.Roster;
        for (var instant = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddHours(-15); instant < new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)
            .AddHours(40); instant = instant.AddMinutes(30))
        {
            if (LocalTime.DayOf(instant, zone) != day)
            {
                continue;
            }

            var who = Of(instant, roster);
            var block = roster.HolidayAt(instant)!.BlockAt(instant)!;
            var working = roster.Overrides.StandInFor(block.Engineer, instant).Engineer;
            (who.In(EscalationStep.Primary).There is [{ Role: PageRole.HolidayBlock } only] && only.Engineer == working).ShouldBeTrue();
            foreach (var step in Enum.GetValues<EscalationStep>())
            {
                var (there, _) = who.In(step);
                there.Concat(who.Copied(there)).Any(one => off.Contains(one.Engineer) && one.Engineer != working).ShouldBeFalse();
            }
        }
    }
}
