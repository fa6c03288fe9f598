using CsCheck;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Calendars;
using EventedPipelines.Domain.Team.Holidays;
using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Domain.Team.OnCall;
using static EventedPipelines.Tests.Unit.OnCall.Rota;

namespace EventedPipelines.Tests.Unit.OnCall;

/// <summary>Who is there when, as a calendar shows it (domain.md 5.1, 5.2, 6.1): those that were, and those to come as they are planned now.</summary>
public sealed class ShiftsSpecs
{
    const int DaysAhead = 420;

    static readonly Gen<(int Kind, int Amount, string[] Order, int[] Days)> acts =
        Gen.Select(Gen.Int[0, 13], Gen.Int[0, 1000], Gen.Select(Gen.Shuffle(Engineers), Gen.Int[2, 7]).Select((shuffled, count) => shuffled[..count]), Gen.Int[0, 364].Array[7, 10]);

    static readonly Gen<(TimeZoneInfo Zone, int Year, int[] Days, (int Kind, int Amount, string[] Order, int[] Days)[] Acts)> lives =
        Gen.Select(Zone, Gen.Int[2008, 2026], Gen.Int[0, 364].Array[7, 10], acts.Array[5, 25]);

    static readonly Sprint running = Sprint.Fold(null, Opened())!;

    static IEnumerable<Shift> Between(Overrides overrides, string from, string to, params HolidayYear[] years) =>
        Shifts.Between(new(Defined(Team(7, rotation: Rotation)), overrides, [running], years), Calendar(), At(from), At(to));

    static string Text(Shift shift) => $"{shift.Key} {shift.Engineer} {shift.From:dd HH} to {shift.To:dd HH}{(shift.InsteadOf is { } other ? $" for {other}, {shift.Reason}" : "")}";

    [Fact]
    public void the_sprints_that_are_running_and_to_come_are_shifts() =>
        Between(StandIns(), "2026-12-01T00:00Z", "2026-12-22T00:00Z").Select(Text)
            .ShouldBe(["sprint-1 amara 23 09 to 07 09", "sprint-2 bruno 07 09 to 21 09", "sprint-3 chiyo 21 09 to 04 09"]);

    [Fact]
    public void a_stand_in_has_a_shift_of_their_own_and_the_first_part_keeps_its_name()
    {
        var weekend = StandIn("davit", "amara", At("2026-11-28T00:00Z"), At("2026-11-30T00:00Z"));
        Between(StandIns(weekend), "2026-11-23T00:00Z", "2026-12-07T00:00Z").Select(Text).ShouldBe(
        [
            "sprint-1 amara 23 09 to 28 00", $"sprint-1-{weekend.Id:N} davit 28 00 to 30 00 for amara, a wedding", $"sprint-1-after-{weekend.Id:N} amara 30 00 to 07 09",
        ]);
    }

    [Fact]
    public void the_shift_of_a_stand_in_who_is_back_after_another_has_another_name_than_before()
    {
        var (whole, middle) = (StandIn("bruno", "amara", Monday, At("2026-12-07T09:00Z"), 1), StandIn("chiyo", "bruno", At("2026-11-28T00:00Z"), At("2026-11-30T00:00Z"), 2));
        Between(StandIns(whole, middle), "2026-11-23T00:00Z", "2026-12-07T00:00Z").Select(shift => (shift.Key, shift.Engineer)).ShouldBe(
        [
            ($"sprint-1-{whole.Id:N}", "bruno"), ($"sprint-1-{whole.Id:N}-{middle.Id:N}", "chiyo"), ($"sprint-1-{whole.Id:N}-after-{middle.Id:N}", "bruno"),
        ]);
    }

    [Fact]
    public void no_revision_of_a_shift_is_less_after_a_handover_by_hand()
    {
        Override[] atTheEnd = [StandIn("davit", "amara", At("2026-12-02T00:00Z"), At("2026-12-03T00:00Z"), 1), StandIn("davit", "amara", At("2026-12-04T00:00Z"), At("2026-12-05T00:00Z"), 2)];
        var handover = HandOverDecision.Decide(new("amara", null, [], [], Terms(), NotificationPolicy.Default), running, Monday.AddHours(5));
        var after = new DutyRoster(Defined(Team(7, rotation: Rotation)), StandIns(atTheEnd), [handover.On(running, Sprint.Fold)!, Sprint.Fold(null, handover.With<Sprint>()[0])!], []);

        var before = Between(StandIns(atTheEnd), "2026-11-23T00:00Z", "2026-12-20T00:00Z").ToDictionary(shift => shift.Key);
        foreach (var shift in Shifts.Between(after, Calendar(), Monday, At("2026-12-20T00:00Z")).Where(shift => before.ContainsKey(shift.Key)))
        {
            shift.Revision.ShouldBeGreaterThan(before[shift.Key].Revision);
        }
    }

    [Fact]
    public void a_sprint_that_was_over_at_once_is_no_shift()
    {
        var handover = HandOverDecision.Decide(new("amara", null, [], [], Terms(), NotificationPolicy.Default), running, Monday);
        var roster = new DutyRoster(Defined(Team(7, rotation: Rotation)), StandIns(), [handover.On(running, Sprint.Fold)!, Sprint.Fold(null, handover.With<Sprint>()[0])!], []);
        Shifts.Between(roster, Calendar(), Monday.AddDays(-1), Monday.AddDays(1)).ShouldHaveSingleItem().Key.ShouldBe("sprint-2");
    }

    [Fact]
    public void the_next_sprint_begins_where_this_one_ends_also_when_the_team_has_moved()
    {
        var moved = new DutyRoster(Defined(Team(7, "America/New_York", Rotation), 2), StandIns(), [running], []);
        var shifts = Shifts.Between(moved, Calendar(), Monday, Monday.AddDays(20)).ToList();
        shifts[1].From.ShouldBe(shifts[0].To);
    }

    [Fact]
    public void shifts_leave_no_gap_and_their_revisions_never_get_less_over_dozens_of_lives_of_a_team() => Check(25);

    [Fact]
    [Trait("Category", "Full")]
    public void shifts_leave_no_gap_and_their_revisions_never_get_less_over_a_hundred_lives_of_a_team() => Check(100);

    static void Check(long iterations) => lives.Sample(
        life =>
        {
            var (zone, year, days, what) = life;
            var first = new DateOnly(year, 1, 7);
            var model = new RotationModel(
                zone, new(Engineers[..4], first, new(9, 0)), Calendar(Holidays(year, days)) with { ChangedAt = default }, LocalTime.FirstAt(first, new(12, 0), zone), plansHolidays: true);
            var (from, to) = (model.Sprints[0].From, model.Now.AddDays(DaysAhead));
            var before = Shifts.Between(model.Roster, model.Calendar, from, to).ToList();
            var hasEnded = false;
            foreach (var (number, act) in what.Index())
            {
                var made = model.Overrides.All.Count;
                hasEnded |= Act(model, act, number, year);
                var after = Shifts.Between(model.Roster, model.Calendar, from, to).ToList();
                Tiled(model, after, from, to);
                after.Select(shift => shift.Key).ShouldBeUnique();
                Compare(before, after, isExact: model.Overrides.All.Count > made && !hasEnded);
                if (model.Overrides.All.Count > made)
                {
                    Untouched(before, after, model.Overrides.All[^1]);
                }

                before = after;
            }
        }, iter: iterations);

    static IEnumerable<Holiday> Holidays(int year, int[] days) =>
        new[] { year - 1, year, year + 1, year + 2 }.SelectMany(
            one => days.Select((day, number) => new Holiday($"h{number}", new DateOnly(one, 1, 1).AddDays((day + (one * 11)) % 365), $"H{number}")));

    // Whether an override was ended early.
    static bool Act(RotationModel model, (int Kind, int Amount, string[] Order, int[] Days) act, int number, int year)
    {
        switch (act.Kind)
        {
            case 0:
                model.HandOver("somebody");
                break;
            case 1:
                model.Import(Holidays(year, act.Days));
                break;
            case 2:
                model.Take(act.Order, new TimeOnly(act.Amount % 24, 0));
                break;
            case 3 when model.Overrides.All.Count > 0:
                model.CallOff(model.Overrides.All[act.Amount % model.Overrides.All.Count].Id);
                return true;
            case 4:
                model.Hire(Engineers[..(3 + (act.Amount % 5))]);
                break;
            case 5 or 6:
                model.PassTo(model.Now.AddDays(act.Amount % 40).AddMinutes(17), isDown: act.Amount % 3 == 0);
                break;
            default:
                var begin = model.Now.AddHours(act.Amount);
                model.StandIn(new Guid(number + 1, 0, 0, new byte[8]), act.Order[0], act.Order[1], begin, begin.AddHours(1 + (act.Days[0] % 200)));
                break;
        }

        // A moment passes between any two.
        model.PassTo(model.Now.AddSeconds(1), isDown: false);
        return false;
    }

    static void Tiled(RotationModel model, List<Shift> shifts, DateTimeOffset from, DateTimeOffset to)
    {
        var duty = shifts.Where(shift => shift.Kind is ShiftKind.Sprint).ToList();
        (duty[0].From <= from && duty[^1].To >= to).ShouldBeTrue();
        duty.Zip(duty.Skip(1)).ShouldAllBe(pair => pair.First.To == pair.Second.From);
        shifts.ShouldAllBe(shift => shift.From < shift.To);

        var zone = model.Team.TimeZone;
        var holidays = shifts.Where(shift => shift.Kind is ShiftKind.Holiday).ToList();
        var days = model.Years.Values.SelectMany(year => year.Days).Select(day => day.Day).Where(day => StartOf(day) >= from && StartOf(day.AddDays(1)) <= to);
        foreach (var day in days)
        {
            var parts = holidays.Where(shift => StartOf(day) <= shift.From && shift.From < StartOf(day.AddDays(1))).ToList();
            parts.Zip(parts.Skip(1)).ShouldAllBe(pair => pair.First.To == pair.Second.From);
            if (StartOf(day) < StartOf(day.AddDays(1)))
            {
                (parts[0].From, parts[^1].To).ShouldBe((StartOf(day), StartOf(day.AddDays(1))));
            }
        }

        DateTimeOffset StartOf(DateOnly day) => LocalTime.FirstAt(day, TimeOnly.MinValue, zone);
    }

    // What changed is newer, what did not is as old as it was where only somebody was made to stand in; and nothing gets older.
    static void Compare(List<Shift> before, List<Shift> after, bool isExact)
    {
        var then = before.ToLookup(Planned);
        foreach (var now in after.GroupBy(Planned).Where(now => then.Contains(now.Key)))
        {
            var (revision, was) = (now.Max(shift => shift.Revision), then[now.Key].Max(shift => shift.Revision));
            revision.ShouldBeGreaterThanOrEqualTo(was, now.Key);
            var isSame = now.Select(Content).SequenceEqual(then[now.Key].Select(Content));
            (revision > was || isSame).ShouldBeTrue(now.Key);
            if (isExact)
            {
                (revision > was).ShouldBe(!isSame, now.Key);
            }

            now.Max(shift => shift.ChangedAt).ShouldBeGreaterThanOrEqualTo(then[now.Key].Max(shift => shift.ChangedAt));
        }
    }

    // But the planned engineer's first part has the shift's name, whichever it is.
    static void Untouched(List<Shift> before, List<Shift> after, Override made)
    {
        foreach (var shift in before.Where(shift => shift.InsteadOf is not null && (shift.To < made.From || shift.From > made.To)))
        {
            after.ShouldContain(other => Content(other).Equals(Content(shift)));
        }
    }

    static (string, string, DateTimeOffset, DateTimeOffset, string?) Content(Shift shift) => (shift.Key, shift.Engineer, shift.From, shift.To, shift.InsteadOf);

    static string Planned(Shift shift) => string.Join('-', shift.Key.Split('-').Take(shift.Kind is ShiftKind.Sprint ? 2 : 5));
}
