using CsCheck;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Calendars;
using EventedPipelines.Domain.Team.OnCall;
using static EventedPipelines.Tests.Unit.OnCall.Rota;

namespace EventedPipelines.Tests.Unit.OnCall;

/// <summary>
/// What holds over years of sprints (domain.md 5.1), whatever happens meanwhile: time that passes with the system up or down for weeks, handovers by
/// hand, holidays and working weeks that change, another order, another time of handover.
/// </summary>
public sealed class RotationSpecs
{
    static readonly Gen<string[]> orders = Gen.Select(Gen.Shuffle(Engineers), Gen.Int[2, 7]).Select((shuffled, count) => shuffled[..count]);

    static readonly Gen<int[]> holidays = Gen.Int[0, 1500].Array[0, 80];

    static readonly Gen<(int Kind, int Days, int[] Holidays, DayOfWeek[] Week, string[] Order, TimeOnly Time)> acts =
        Gen.Select(Gen.Int[0, 11], Gen.Int[0, 45], holidays, Week, orders, Time);

    static readonly Gen<(TimeZoneInfo Zone, int Year, DayOfWeek[] Week, string[] Order, (int Kind, int Days, int[] Holidays, DayOfWeek[] Week, string[] Order, TimeOnly Time)[] Acts)> lives =
        Gen.Select(Zone, Gen.Int[2008, 2026], Week, orders, acts.Array[10, 50]);

    [Fact]
    public void the_order_of_the_rotation_goes_round() =>
        Enumerable.Range(1, 9).Select(number => RotationOrder.Of(number, Rotation)).ShouldBe(["amara", "bruno", "chiyo", "davit", "amara", "bruno", "chiyo", "davit", "amara"]);

    [Fact]
    public void a_changed_order_of_the_rotation_goes_on_after_whoever_is_on_duty() => RotationOrder.After("bruno", Rotation with { Order = ["davit", "bruno", "amara"] }).ShouldBe("amara");

    [Fact]
    public void an_engineer_who_left_the_rotation_is_followed_by_its_first() => RotationOrder.After("bruno", Rotation with { Order = ["davit", "amara"] }).ShouldBe("davit");

    [Fact]
    public void sprints_follow_each_other_in_the_order_of_the_rotation_over_dozens_of_lives_of_a_team() => Check(60);

    [Fact]
    [Trait("Category", "Full")]
    public void sprints_follow_each_other_in_the_order_of_the_rotation_over_hundreds_of_lives_of_a_team() => Check(300);

    static void Check(long iterations) => lives.Sample(
        life =>
        {
            var (zone, year, week, order, what) = life;
            var first = new DateOnly(year, 1, 7);
            var model = new RotationModel(zone, new(order, first, new(9, 0)), Calendar(week, [new("new-year", new(year, 1, 1), "New Year")]), LocalTime.FirstAt(first, new(12, 0), zone));
            foreach (var act in what)
            {
                Act(model, act, new(year, 1, 2));
                AlwaysHolds(model);
            }

            EachOrderGoesRound(model);
        }, iter: iterations);

    static void Act(RotationModel model, (int Kind, int Days, int[] Holidays, DayOfWeek[] Week, string[] Order, TimeOnly Time) act, DateOnly from)
    {
        var past = model.Sprints.SkipLast(1).ToList();
        var calendar = model.Calendar;
        switch (act.Kind)
        {
            case 0:
                model.HandOver("somebody");
                break;
            case 1:
                model.Import([.. act.Holidays.Distinct().Select(day => new Holiday($"h{day}", from.AddDays(day), "A holiday"))]);
                break;
            case 2:
                model.Work(act.Week);
                break;
            case 3:
                model.Take(act.Order, act.Time);
                break;
            default:
                model.PassTo(model.Now.AddDays(act.Days).AddMinutes(act.Holidays.Length * 7), isDown: act.Kind > 8);
                break;
        }

        model.Sprints.Take(past.Count).ShouldBe(past, "What is over is not rewritten.");
        if (act.Kind is 1 or 2)
        {
            Enumerable.Range(1, 60).Select(day => model.Today.AddDays(-day)).ShouldAllBe(day => calendar.IsWorkingDay(day) == model.Calendar.IsWorkingDay(day), "Nor what a day was.");
        }
    }

    static void AlwaysHolds(RotationModel model)
    {
        foreach (var (sprint, next) in model.Sprints.Zip(model.Sprints.Skip(1)))
        {
            sprint.Until.ShouldBe(next.From);
            next.Number.ShouldBe(sprint.Number + 1);
            next.Duty.ShouldNotBe(sprint.Duty);
            next.First.ShouldBeGreaterThan(sprint.Last);
            sprint.From.ShouldBeLessThanOrEqualTo(sprint.Until);
        }

        // Of one that was handed over by hand the days to come were its own only until then.
        foreach (var sprint in model.Sprints.TakeLast(3).Where(sprint => sprint.IsOpen || sprint.Until == sprint.HandoverAt))
        {
            Enumerable.Range(0, sprint.Last.DayNumber - sprint.First.DayNumber + 1).Count(day => model.Calendar.IsWorkingDay(sprint.First.AddDays(day))).ShouldBe(10);
        }

        model.Sprints.SkipLast(1).ShouldAllBe(sprint => !sprint.IsOpen);
        model.Sprints[^1].IsOpen.ShouldBeTrue();
    }

    static void EachOrderGoesRound(RotationModel model)
    {
        for (var first = 0; first < model.Sprints.Count;)
        {
            var order = model.Orders[first];
            var duties = model.Sprints.Skip(first).TakeWhile((_, at) => model.Orders[first + at] == order).Select(sprint => sprint.Duty).ToList();
            duties.Take(order.Count).ShouldBeUnique();
            duties.Skip(order.Count).Zip(duties).ShouldAllBe(pair => pair.First == pair.Second, "Each has the turn again when all have had it.");
            duties.Take(order.Count).Zip(duties.Skip(1)).ShouldAllBe(pair => (IndexOf(order, pair.First) + 1) % order.Count == IndexOf(order, pair.Second), "And in order.");
            first += duties.Count;
        }
    }

    static int IndexOf(IReadOnlyList<string> order, string engineer) => order.ToList().IndexOf(engineer);
}
