using EventedPipelines.Domain.Team.Holidays;
using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Domain.Team.OnCall;
using static EventedPipelines.Tests.Unit.OnCall.Rota;

namespace EventedPipelines.Tests.Unit.OnCall;

/// <summary>A calendar takes over a shift that has a larger revision, and shows which change was the last (domain.md 5.1, 5.2, 6.1).</summary>
public sealed class ShiftRevisionSpecs
{
    static readonly Sprint running = Sprint.Fold(null, Opened())!;

    static readonly HolidayYear year = HolidayYear.Fold(null, new HolidaysPlanned(
        HolidayYear.IdOf(2026), 2026, 1,
        [new(Day("2026-12-25"), [HolidayOn("2026-12-25", "christmas-day")], 0, HolidayBlocks.Of(Day("2026-12-25"), TimeZoneInfo.Utc, Engineers[..3]), ["davit"], "")],
        [.. Engineers[..4]], [], new Dictionary<string, int>(), "UTC", 1, 1, "test", Monday))!;

    static List<Shift> Between(Overrides overrides, string from, string to) =>
        [.. Shifts.Between(new(Defined(Team(7, rotation: Rotation)), overrides, [running], [year]), Calendar(), At(from), At(to))];

    static Override Said(Override one, int days) => one with { ChangedAt = Monday.AddDays(days) };

    [Fact]
    public void the_blocks_of_a_holiday_are_shifts_beside_the_sprints() =>
        Between(StandIns(), "2026-12-25T00:00Z", "2026-12-26T00:00Z").Select(shift => (shift.Kind, shift.Key, shift.Engineer)).ShouldBe(
        [
            (ShiftKind.Sprint, "sprint-3", "chiyo"), (ShiftKind.Holiday, "holiday-2026-12-25-1", "amara"), (ShiftKind.Holiday, "holiday-2026-12-25-2", "bruno"),
            (ShiftKind.Holiday, "holiday-2026-12-25-3", "chiyo"),
        ]);

    [Fact]
    public void a_shift_that_ends_where_a_stretch_begins_or_begins_where_it_ends_is_no_part_of_it() =>
        Between(StandIns(), "2026-12-07T09:00Z", "2026-12-21T09:00Z").Select(shift => shift.Key).ShouldBe(["sprint-2"]);

    [Fact]
    public void shifts_come_in_the_order_in_which_they_begin() =>
        Between(StandIns(), "2026-11-23T09:00Z", "2027-01-10T00:00Z").Select(shift => shift.From).ShouldBeInOrder();

    [Fact]
    public void an_override_that_is_made_or_ended_raises_a_shifts_revision_by_one()
    {
        var made = StandIn("davit", "amara", At("2026-11-28T00:00Z"), At("2026-11-30T00:00Z"));
        long Revision(params Override[] all) => Between(StandIns(all), "2026-11-23T09:00Z", "2026-11-24T00:00Z").ShouldHaveSingleItem().Revision;

        Revision(made).ShouldBe(Revision() + 1);
        Revision(made with { To = At("2026-11-29T00:00Z") }).ShouldBe(Revision() + 2);
    }

    [Fact]
    public void a_replanned_sprint_has_a_larger_revision_than_all_overrides_together_gave_it()
    {
        Override[] many = [.. Enumerable.Range(0, 1500).Select(at => StandIn("davit", "amara", Monday.AddMinutes(at), Monday.AddMinutes(at + 1), at + 1))];
        var before = Shifts.Between(new(Defined(Team(7, rotation: Rotation)), StandIns(many), [running], []), Calendar(), Monday, Monday.AddDays(1)).Max(shift => shift.Revision);
        var replanned = Sprint.Fold(running, new SprintReplanned(running.Id, running.Last, running.HandoverAt.AddHours(1), 3, Monday, "calendar@3"))!;
        Shifts.Between(new(Defined(Team(7, rotation: Rotation)), StandIns(), [replanned], []), Calendar(), Monday, Monday.AddDays(1)).ShouldHaveSingleItem().Revision.ShouldBeGreaterThan(before);
    }

    [Fact]
    public void a_shift_changed_when_something_was_last_said_of_it()
    {
        var (one, other) = (StandIn("davit", "amara", At("2026-11-28T00:00Z"), At("2026-11-30T00:00Z"), 1), StandIn("eva", "amara", At("2026-12-01T00:00Z"), At("2026-12-02T00:00Z"), 2));
        Between(StandIns(Said(one, 2), Said(other, 1)), "2026-11-23T09:00Z", "2026-11-24T00:00Z").ShouldHaveSingleItem().ChangedAt.ShouldBe(Monday.AddDays(2));
        Between(StandIns(Said(one, -2)), "2026-11-23T09:00Z", "2026-11-24T00:00Z").ShouldHaveSingleItem().ChangedAt.ShouldBe(Monday);
    }

    [Fact]
    public void a_stand_in_who_takes_over_from_another_is_not_named_as_one_who_is_back()
    {
        var (one, other) = (StandIn("davit", "amara", Monday, Monday.AddDays(1), 1), StandIn("eva", "amara", Monday.AddDays(1), Monday.AddDays(2), 2));
        Between(StandIns(one, other), "2026-11-23T09:00Z", "2026-11-25T09:00Z").Select(shift => shift.Key).ShouldBe([$"sprint-1-{one.Id:N}", $"sprint-1-{other.Id:N}"]);
    }
}
