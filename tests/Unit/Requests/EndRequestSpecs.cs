using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.OnCall;
using EventedPipelines.Domain.Team.Requests;
using static EventedPipelines.Tests.Unit.Requests.RequestHistory;

namespace EventedPipelines.Tests.Unit.Requests;

/// <summary>How a request ends: done, or given up (domain.md 5.4).</summary>
public sealed class EndRequestSpecs
{
    static readonly DateTimeOffset Later = Now.AddDays(3);
    static readonly RequestCompleted Completed = new(Id, 2m, "amara", Later);
    static readonly RequestCancelled Cancelled = new(Id, "Not any more.", "finance", Later);
    static readonly TicketFiled Filed = new(Id, 1, "github", "42", "https://git.example/42", Now);

    static Decision Complete(Request state, decimal points = 2m) => CompleteRequestDecision.Decide(new(points, "amara"), state, Running, Later);

    static Decision Cancel(Request state) => CancelRequestDecision.Decide(new("Not any more.", "finance"), state, Running, Later);

    [Fact]
    public void the_points_that_a_request_took_are_settled_also_where_they_exceed_the_estimate()
    {
        var decision = Complete(Folded(Received(), Accepted()));
        decision.Rejection.ShouldBeNull();
        (decision.ShouldHaveSingleItem(), decision.With<Sprint>().ShouldHaveSingleItem()).ShouldBe((Completed, new PointsSettled(Running.Id, Id, 1.5m, 2m, Later)));
        Folded(Received(), Accepted(), Completed)
            .ShouldSatisfyAllConditions(state => state.State.ShouldBe(RequestState.Completed), state => state.ActualPoints.ShouldBe(2), state => state.EndedAt.ShouldBe(Later));
    }

    [Fact]
    public void completing_a_request_again_changes_nothing() => IsNothing(Complete(Folded(Received(), Accepted(), Completed)));

    [Fact]
    public void completing_a_request_again_with_other_points_is_refused() =>
        Complete(Folded(Received(), Accepted(), Completed), points: 3).Rejection!.Reason.ShouldBe("The request is completed: only one that was accepted is completed, once.");

    [Fact]
    public void only_a_request_that_was_accepted_is_completed()
    {
        Complete(Folded(Received(), Queued)).Rejection!.Reason.ShouldStartWith("The request is queued");
        Complete(Folded(Received(), Queued, Filed)).Rejection!.Reason.ShouldStartWith("The request is filed");
        Complete(Folded(Received(), Accepted(), Cancelled)).Rejection!.Reason.ShouldStartWith("The request is cancelled");
    }

    [Fact]
    public void the_points_of_a_request_that_is_given_up_are_free_again()
    {
        var decision = Cancel(Folded(Received(), Accepted()));
        decision.Rejection.ShouldBeNull();
        (decision.ShouldHaveSingleItem(), decision.With<Sprint>().ShouldHaveSingleItem()).ShouldBe((Cancelled, new PointsRefunded(Running.Id, Id, 1.5m, Later)));
    }

    [Fact]
    public void a_ticket_of_a_request_that_is_given_up_before_it_is_filed_is_not_filed_at_all()
    {
        var decision = Cancel(Folded(Received(), Queued));
        decision.ShouldHaveSingleItem().ShouldBe(Cancelled);
        decision.Others.ShouldBeEmpty();
        RequestWork.Pending(Folded(Received(), Queued, Cancelled)).ShouldBeEmpty();
    }

    [Fact]
    public void giving_a_request_up_again_changes_nothing() => IsNothing(Cancel(Folded(Received(), Accepted(), Cancelled)));

    [Fact]
    public void a_request_that_is_filed_is_closed_in_the_ticketing_system_and_not_here() =>
        Cancel(Folded(Received(), Queued, Filed)).Rejection!.Reason.ShouldBe("Its ticket is filed as 42: close it there.");

    [Fact]
    public void a_completed_request_cannot_be_given_up() => Cancel(Folded(Received(), Accepted(), Completed)).Rejection!.Reason.ShouldBe("The request is completed.");

    static void IsNothing(Decision decision) => decision.ShouldSatisfyAllConditions(
        () => decision.Rejection.ShouldBeNull(), () => decision.ShouldBeEmpty(), () => decision.Others.ShouldBeEmpty());
}
