using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Tests.Unit.Kernel;

/// <summary>What goes together in one transaction, and what a rejection leaves of it.</summary>
public sealed class DecisionSpecs
{
    static readonly Rejection late = new("It is too late.");
    static readonly Rejection done = new("It is done.");
    static readonly Guid other = new("11111111-2222-5333-8444-555555555555");

    [Fact]
    public void a_second_decision_follows_the_first_and_the_first_rejection_stands()
    {
        Decision first = ["one"];
        first.Then(["two"]).ShouldBe(["one", "two"]);
        first.Then(late).Rejection.ShouldBe(late);
        ((Decision)late).Then(["two"]).Rejection.ShouldBe(late);
        ((Decision)late).Then(done).Rejection.ShouldBe(late);
    }

    [Fact]
    public void a_decision_about_another_stream_refuses_the_whole() => Decision.Of(["one"]).And<string>(other, (Decision)late).Rejection.ShouldBe(late);

    [Fact]
    public void another_stream_of_which_nothing_is_said_is_not_touched()
    {
        Decision decision = ["one"];
        decision.And<string>(other, events: []).Beginning<string>(other, events: []).BeginningOnce<string>(other, events: []).Others.ShouldBeEmpty();
        decision.And<string>(other, events: ["two"]).Others.ShouldHaveSingleItem().Start.ShouldBe(StreamStart.GoesOn);
    }
}
