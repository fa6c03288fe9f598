using CsCheck;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.OnCall;
using static EventedPipelines.Tests.Unit.OnCall.Rota;

namespace EventedPipelines.Tests.Unit.OnCall;

/// <summary>What everybody had to do with, and how evenly it is spread.</summary>
public sealed class DutyLoadSpecs
{
    static Shift Duty(string engineer, double from, double to, ShiftKind kind = ShiftKind.Sprint) =>
        new(kind, $"{engineer}-{from}", engineer, NameOf(engineer), Monday.AddHours(from), Monday.AddHours(to), "", null, null, 1, Monday);

    static (IReadOnlyList<EngineerLoad> Items, decimal? Fairness) Load(params Shift[] shifts) => DutyLoad.Of(Engineers[..3], NameOf, shifts, [], [], Monday, Monday.AddHours(100));

    [Fact]
    public void hours_of_duty_and_of_holidays_are_counted_within_the_range()
    {
        var (items, _) = Load(Duty("amara", -10, 30), Duty("bruno", 30, 150), Duty("bruno", 40, 48, ShiftKind.Holiday));
        items.Select(item => (item.Engineer, item.Hours, item.HolidayHours, item.Share)).ShouldBe([("amara", 30m, 0m, 0.2778m), ("bruno", 70m, 8m, 0.7222m), ("chiyo", 0m, 0m, 0m)]);
    }

    [Fact]
    public void pages_incidents_and_requests_of_each_engineer_are_counted()
    {
        var (one, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var (items, fairness) = DutyLoad.Of(["amara"], NameOf, [], [new("amara", one), new("amara", one), new("amara", other), new("zoe", one)], ["amara", "amara"], Monday, Monday.AddHours(1));
        items.ShouldBe([new("amara", "Amara", 0, 0, 3, 2, 2, 0), new("zoe", "Zoe", 0, 0, 1, 1, 0, 0)]);
        fairness.ShouldBeNull();
    }

    [Fact]
    public void duty_that_all_engineers_share_alike_has_a_fairness_of_one() => Load(Duty("amara", 0, 20), Duty("bruno", 20, 40), Duty("chiyo", 40, 60)).Fairness.ShouldBe(1);

    [Fact]
    public void duty_that_one_of_three_engineers_has_alone_has_a_fairness_of_a_third() => Load(Duty("amara", 0, 20)).Fairness.ShouldBe(0.3333m);

    // Twenty minutes each are 0.33 hours: together 0.99, not an hour.
    [Fact]
    public void rounded_hours_of_duty_are_not_fairer_than_fair() => Load(Duty("amara", 0, 1 / 3d), Duty("bruno", 1, 4 / 3d), Duty("chiyo", 2, 7 / 3d)).Fairness.ShouldBe(1);

    [Fact]
    public void the_fairness_of_duty_among_n_engineers_is_between_an_nth_and_one() => Gen.Int[0, 100_000].Array[1, 9].Sample(
        minutes =>
        {
            var shifts = minutes.Select((length, at) => Duty($"e{at}", 0, length / 60d)).ToList();
            var (items, fairness) = DutyLoad.Of([], NameOf, shifts, [], [], Monday, Monday.AddYears(1));
            if (fairness is not { } index)
            {
                minutes.ShouldAllBe(length => length == 0);
                return;
            }

            index.ShouldBeInRange(decimal.Round(1m / minutes.Length, 4), 1);
            items.Sum(item => item.Share).ShouldBe(1, 0.001m);
        }, iter: 1_000);

    [Fact]
    public void the_hours_of_duty_of_all_engineers_together_are_those_of_the_range() => Gen.Select(Zone, Gen.Int[2008, 2026], Gen.Int[0, 8000], Gen.Int[1, 4000], Gen.Int[0, 3000].Array[0, 6]).Sample(
        (zone, year, start, length, standIns) =>
        {
            var first = new DateOnly(year, 1, 7);
            var model = new RotationModel(zone, new(Engineers[..4], first, new(9, 0)), Calendar(), LocalTime.FirstAt(first, new(12, 0), zone));
            foreach (var (number, at) in standIns.Index())
            {
                model.StandIn(new Guid(number + 1, 0, 0, new byte[8]), Engineers[number % 7], Engineers[(number + 1) % 4], model.Now.AddHours(at), model.Now.AddHours(at + 50));
            }

            var (from, to) = (model.Sprints[0].From.AddHours(start), model.Sprints[0].From.AddHours(start + length));
            var (items, _) = DutyLoad.Of(Engineers, NameOf, [.. Shifts.Between(model.Roster, model.Calendar, from, to)], [], [], from, to);
            items.Sum(item => item.Hours).ShouldBe(length);
        }, iter: 100);
}
