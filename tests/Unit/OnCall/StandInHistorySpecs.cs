using EventedPipelines.Domain.Team.Members;
using static EventedPipelines.Tests.Unit.OnCall.Rota;

namespace EventedPipelines.Tests.Unit.OnCall;

/// <summary>What was said of who stands in for whom, by which version, and for how long it counts (domain.md 5.2, 8.1).</summary>
public sealed class StandInHistorySpecs
{
    static readonly Guid first = new(1, 0, 0, new byte[8]);
    static readonly Guid second = new(2, 0, 0, new byte[8]);
    static readonly DecisionSpec<Overrides> overrides = new(Overrides.Fold);

    static OverrideMade Made(Guid id, string engineer, string insteadOf, DateTimeOffset from, DateTimeOffset to) =>
        new(Overrides.TheId, id, engineer, NameOf(engineer), insteadOf, from, to, "a wedding", insteadOf, Monday);

    static OverrideEnded Ended(Guid id, DateTimeOffset at) => new(Overrides.TheId, id, "test", at);

    [Fact]
    public void each_override_names_the_event_that_last_changed_it()
    {
        var state = overrides.Given(
            Made(first, "bruno", "amara", Monday.AddDays(1), Monday.AddDays(3)), Made(second, "davit", "chiyo", Monday.AddDays(1), Monday.AddDays(3)), Ended(first, Monday.AddDays(2))).State!;
        state.All.Select(one => (one.Id, one.Version)).ShouldBe([(first, 3L), (second, 2L)]);
        state.Version.ShouldBe(3);
    }

    [Fact]
    public void an_override_has_one_revision_as_planned_and_two_where_it_was_ended_early()
    {
        var state = overrides.Given(
            Made(first, "bruno", "amara", Monday.AddDays(1), Monday.AddDays(3)), Made(second, "davit", "chiyo", Monday.AddDays(1), Monday.AddDays(3)), Ended(first, Monday.AddDays(2))).State!;
        state.All.Select(one => one.Revision).ShouldBe([2, 1]);
    }

    [Fact]
    public void an_override_that_is_ended_before_it_begins_never_comes_about()
    {
        var state = overrides.Given(Made(first, "bruno", "amara", Monday.AddDays(1), Monday.AddDays(3)), Ended(first, Monday)).State!;
        state.All.ShouldHaveSingleItem().ShouldSatisfyAllConditions(one => one.IsCalledOff.ShouldBeTrue(), one => one.To.ShouldBe(Monday.AddDays(1)));
        state.StandInFor("amara", Monday.AddDays(2)).Engineer.ShouldBe("amara");
    }

    // Amara is replaced for four days; on the second Bruno is replaced in turn, and after the four he is again.
    static readonly Overrides chain = StandIns(
        StandIn("bruno", "amara", Monday, Monday.AddDays(4), 1), StandIn("chiyo", "bruno", Monday.AddDays(1), Monday.AddDays(2), 2),
        StandIn("davit", "bruno", Monday.AddDays(4), Monday.AddDays(5), 3));

    [Fact]
    public void an_override_for_a_stand_in_is_about_whom_they_stand_in_for() => chain.About("amara", Monday, Monday.AddDays(10)).ShouldBe([chain.All[0], chain.All[1]]);

    [Fact]
    public void an_override_for_a_stand_in_is_found_only_within_the_stretch_that_is_asked_about()
    {
        chain.About("amara", Monday.AddDays(2), Monday.AddDays(10)).ShouldBe([chain.All[0]]);
        chain.About("amara", Monday, Monday.AddDays(1)).ShouldBe([chain.All[0]]);
        chain.About("amara", Monday.AddDays(4), Monday.AddDays(10)).ShouldBeEmpty();
        chain.About("amara", Monday.AddDays(-1), Monday).ShouldBeEmpty();
    }

    [Fact]
    public void an_override_for_a_stand_in_is_found_only_while_they_are_there_for_the_engineer()
    {
        var early = StandIns(StandIn("bruno", "amara", Monday.AddDays(1), Monday.AddDays(4), 1), StandIn("chiyo", "bruno", Monday, Monday.AddDays(1), 2));
        early.About("amara", Monday.AddDays(-1), Monday.AddDays(10)).ShouldBe([early.All[0]]);
    }
}
