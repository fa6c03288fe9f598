using System.Globalization;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.OnCall;
using EventedPipelines.Domain.Team.Requests;
using EventedPipelines.Tests.Unit.OnCall;
using static EventedPipelines.Tests.Unit.Requests.RequestHistory;

namespace EventedPipelines.Tests.Unit.Requests;

/// <summary>What fits is accepted, what does not is a ticket (domain.md 5.4).</summary>
public sealed class FileRequestSpecs
{
    static readonly DecisionSpec<Request> request = new(Request.Fold);
    static readonly DecisionSpec<Sprint> sprint = new(Sprint.Fold);

    static Decision Decide(decimal points, params object[] history) => FileRequestDecision.Decide(File(points), history.Aggregate(Running, (state, e) => Sprint.Fold(state, e)!), "amara", Now);

    static PointsReserved Reserved(decimal points, int number = 7) => new(Running.Id, new Guid(number, 0, 0, new byte[8]), points, Now);

    [Fact]
    public void a_request_that_fits_in_the_budget_is_accepted_and_holds_its_estimate()
    {
        request.Given().Deciding(_ => Decide(1.5m)).Then(Received(), Accepted());
        sprint.Given(Rota.Opened()).Deciding(state => FileRequestDecision.Decide(File(1.5m), state, "amara", Now).With<Sprint>()).Then(new PointsReserved(Running.Id, Id, 1.5m, Now));
        request.Given(Received(), Accepted()).State!.ShouldSatisfyAllConditions(
            state => state.State.ShouldBe(RequestState.Accepted), state => (state.SprintId, state.Sprint, state.Engineer).ShouldBe((Running.Id, 1, "amara")));
    }

    [Fact]
    public void a_request_that_takes_the_last_point_of_the_budget_is_accepted() => Decide(2.5m, Reserved(1.5m)).With<Sprint>().ShouldHaveSingleItem().ShouldBeOfType<PointsReserved>();

    [Fact]
    public void a_request_that_does_not_fit_in_the_budget_is_a_ticket_as_a_whole()
    {
        var decision = Decide(2.51m, Reserved(1.5m));
        decision.With<Sprint>().ShouldBe([new RequestOverflowed(Running.Id, Id, 2.51m, 2.50m, Now)]);
        request.Given().Deciding(_ => decision).Then(Received(2.51m), Queued with
        {
            Explanation = "It needs 2.51 points; sprint 1 has 2.5 left for ad-hoc requests: 10% of the team's 40 points are 4, of which 1.5 are reserved and 0 spent."
                + " This signals new priorities beyond ad-hoc work: it is planned as new work.",
            Because = EventRef.Of(Running.Id, 3),
        });
    }

    [Fact]
    public void the_explanation_of_a_ticket_has_the_same_numbers_in_every_language()
    {
        var expected = ((TicketQueued)Decide(4.25m)[1]).Explanation;
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            ((TicketQueued)Decide(4.25m)[1]).Explanation.ShouldBe(expected);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void no_request_is_accepted_any_more_after_an_overrun()
    {
        object[] history = [Reserved(3), new PointsSettled(Running.Id, new Guid(7, 0, 0, new byte[8]), 3, 5, Now)];
        history.Aggregate(Running, (state, e) => Sprint.Fold(state, e)!).Left.ShouldBe(-1);
        Decide(0.01m, history).With<Sprint>().ShouldHaveSingleItem().ShouldBeOfType<RequestOverflowed>().Left.ShouldBe(-1);
    }

    [Fact]
    public void a_request_that_was_given_up_or_took_less_leaves_room_for_others()
    {
        Decide(4, Reserved(3), new PointsRefunded(Running.Id, new Guid(7, 0, 0, new byte[8]), 3, Now)).With<Sprint>().ShouldHaveSingleItem().ShouldBeOfType<PointsReserved>();
        Decide(3, Reserved(3), new PointsSettled(Running.Id, new Guid(7, 0, 0, new byte[8]), 3, 1, Now)).With<Sprint>().ShouldHaveSingleItem().ShouldBeOfType<PointsReserved>();
    }

    [Fact]
    public void a_ticket_says_what_is_wanted_and_why_it_is_one() =>
        TicketBody.Of(Folded(Received(5), Queued)).ShouldBe("By country.\n\nIt needs 5 points.");

    [Fact]
    public void a_ticket_without_a_description_says_why_it_is_one() => TicketBody.Of(Folded(Received(5) with { Description = null }, Queued)).ShouldBe("It needs 5 points.");
}
