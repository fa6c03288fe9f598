using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Work;

namespace EventedPipelines.Tests.Unit.Work;

public sealed class DeadWorkSpecs
{
    static readonly DateTimeOffset now = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
    static readonly OwedWork dead = new(Guid.Parse("11111111-2222-5333-8444-555555555555"), "notify", "", "x@3", IsDead: true, IsDiscarded: false, "no disk");

    [Fact]
    public void dead_work_is_discarded_for_what_it_was_owed_for()
    {
        var discarded = DiscardWorkDecision.Decide(new("Nobody reads it.", "ada"), dead, now).Events.ShouldHaveSingleItem().ShouldBeOfType<WorkDiscarded>();

        discarded.ShouldBe(new(dead.DeadWorkId, dead.Stream, "notify", "", "x@3", "no disk", "Nobody reads it.", "ada", now));
        DeadWork.Fold(null, discarded)!.DiscardedBecause.ShouldBe("x@3");
    }

    [Fact]
    public void discarding_dead_work_again_changes_nothing() => DiscardWorkDecision.Decide(new("x", "ada"), dead with { IsDiscarded = true }, now).ShouldSatisfyAllConditions(
        decision => decision.Rejection.ShouldBeNull(),
        decision => decision.Events.ShouldBeEmpty());

    [Fact]
    public void dead_work_that_is_replayed_is_not_discarded_any_more()
    {
        object[] history = [
            .. DiscardWorkDecision.Decide(new("x", "ada"), dead, now).Events,
            .. ReplayWorkDecision.Decide(new(null, "ben"), dead with { IsDiscarded = true }, now).Events,
        ];

        history.Aggregate(default(DeadWork), DeadWork.Fold).ShouldBe(new(dead.DeadWorkId, dead.Stream, "notify", "", null, null, 2));
    }

    [Fact]
    public void work_that_is_still_tried_is_left_to_the_workers()
    {
        DiscardWorkDecision.Decide(new("x", "ada"), dead with { IsDead = false }, now).Rejection!.Reason.ShouldContain("not dead");
        ReplayWorkDecision.Decide(new(null, "ada"), dead with { IsDead = false }, now).Rejection!.Reason.ShouldContain("not dead");
    }

    [Fact]
    public void a_key_of_dead_work_may_hold_a_slash_and_other_parts_of_a_streams_name_may_not()
    {
        DeadWork.IdOf(dead.Stream, "ingest", "a/b").ShouldNotBe(DeadWork.IdOf(dead.Stream, "ingest", "a"));
        Should.Throw<ArgumentException>(() => DerivedId.Of("pipeline", "a/b"));
    }
}
