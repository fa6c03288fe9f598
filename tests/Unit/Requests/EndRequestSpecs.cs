using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.OnCall;
using EventedPipelines.Domain.Team.Requests;
using static EventedPipelines.Tests.Unit.Requests.RequestHistory;

namespace EventedPipelines.Tests.Unit.Requests;

/// <summary>How a request ends: done, or given up (domain.md 5.4).</summary>
public sealed class EndRequestSpecs
{
    static readonly DateTimeOffset later = Now.AddDays(3);
    static readonly RequestCompleted completed = new(Id, 2m, "amara", later);
    static readonly RequestCancelled cancelled = new(Id, "Not any more.", "finance", later);
    static readonly TicketFiled filed = new(Id, 1, "github", "42", "https://git.example/42", Now);

    static Decision Complete(Request state, decimal points = 2m) => CompleteRequestDecision.Decide(new(points, "amara"), state, Running, later);

    static Decision Cancel(Request state) => CancelRequestDecision.Decide(new("Not any more.", "finance"), state, Running, later);

    [Fact]
    public void the_points_that_a_request_took_are_settled_also_where_they_exceed_the_estimate()
    {
        var decision = Complete(Folded(Received(), Accepted()));
        decision.Rejection.ShouldBeNull();
        (decision.ShouldHaveSingleItem(), decision.With<Sprint>().ShouldHaveSingleItem()).ShouldBe((completed, new PointsSettled(Running.Id, Id, 1.5m, 2m, later)));
        Folded(Received(), Accepted(), completed)
            .ShouldSatisfyAllConditions(state => state.State.ShouldBe(RequestState.Completed), state => state.ActualPoints.ShouldBe(2), state => state.EndedAt.ShouldBe(later));
    }

    [Fact]
    public void completing_a_request_again_changes_nothing() => IsNothing(Complete(Folded(Received(), Accepted(), completed)));

    [Fact]
    public void completing_a_request_again_with_other_points_is_refused() =>
        Complete(Folded(Received(), Accepted(), completed), points: 3).Rejection!.Reason.ShouldBe("The request is completed: only one that was accepted is completed, once.");

    [Fact]
    public void only_a_request_that_was_accepted_is_completed()
    {
        Complete(Folded(Received(), Queued)).Rejection!.Reason.ShouldStartWith("The request is queued");
        Complete(Folded(Received(), Queued, filed)).Rejection!.Reason.ShouldStartWith("The request is filed");
        Complete(Folded(Received(), Accepted(), cancelled)).Rejection!.Reason.ShouldStartWith("The request is cancelled");
    }

    [Fact]
    public void the_points_of_a_request_that_is_given_up_are_free_again()
    {
        var decision = Cancel(Folded(Received(), Accepted()));
        decision.Rejection.ShouldBeNull();
        (decision.ShouldHaveSingleItem(), decision.With<Sprint>().ShouldHaveSingleItem()).ShouldBe((cancelled, new PointsRefunded(Running.Id, Id, 1.5m, later)));
    }

    [Fact]
    public void a_ticket_of_a_request_that_is_given_up_before_it_is_filed_is_not_filed_at_all()
    {
        var decision = Cancel(Folded(Received(), Queued));
        decision.ShouldHaveSingleItem().ShouldBe(cancelled);
        decision.Others.ShouldBeEmpty();
        RequestWork.Pending(Folded(Received(), Queued, cancelled)).ShouldBeEmpty();
    }

    [Fact]
    public void giving_a_request_up_again_changes_nothing() => IsNothing(Cancel(Folded(Received(), Accepted(), cancelled)));

    [Fact]
    public void a_request_that_is_filed_is_closed_in_the_ticketing_system_and_not_here() =>
        Cancel(Folded(Received(), Queued, filed)).Rejection!.Reason.ShouldBe("Its ticket is filed as 42: close it there.");

    [Fact]
    public void a_completed_request_cannot_be_given_up() => Cancel(Folded(Received(), Accepted(), completed)).Rejection!.Reason.ShouldBe("The request is completed.");

    static void IsNothing(Decision decision) => decision.ShouldSatisfyAllConditions(
        () => decision.Rejection.ShouldBeNull(), () => decision.ShouldBeEmpty(), () => decision.Others.ShouldBeEmpty());
}
