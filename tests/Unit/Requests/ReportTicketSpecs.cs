using CsCheck;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Domain.Team.Requests;
using static EventedPipelines.Tests.Unit.Requests.RequestHistory;

namespace EventedPipelines.Tests.Unit.Requests;

/// <summary>A ticket is filed once, and tried for as long as the request is wanted (domain.md 5.4).</summary>
public sealed class ReportTicketSpecs
{
    static readonly DecisionSpec<Request> request = new(Request.Fold);
    static readonly RequestCancelled cancelled = new(Id, null, "finance", Now);
    static readonly ReportTicket filed = new("github", "42", "https://git.example/42", null, null);

    static ReportTicket Down(TimeSpan? retryAfter = null) => new("github", null, null, "503 Service Unavailable", retryAfter);

    static TicketRefused Refused(int attempt, TimeSpan delay) => new(Id, attempt, "503 Service Unavailable", Now, Now + delay);

    [Fact]
    public void a_ticket_is_owed_at_once_while_its_request_is_queued() =>
        RequestWork.Pending(Folded(Received(5), Queued)).ShouldBe([new(WorkKind.Ticket, Queued.ExternalKey, Now, EventRef.Of(Id, 2))]);

    [Fact]
    public void an_accepted_request_owes_no_ticket() => RequestWork.Pending(Folded(Received(), Accepted())).ShouldBeEmpty();

    [Fact]
    public void a_ticket_is_recorded_with_where_it_was_filed_and_is_not_owed_any_more()
    {
        var outcome = request.Given(Received(5), Queued, Attempted()).Deciding(state => ReportTicketDecision.Decide(filed, state, Now));
        outcome.Then(new TicketFiled(Id, 1, "github", "42", "https://git.example/42", Now));
        outcome.After.State.ShouldBe(RequestState.Filed);
        RequestWork.Pending(outcome.After).ShouldBeEmpty();
    }

    [Fact]
    public void a_ticket_that_is_filed_is_not_filed_again()
    {
        var after = request.Given(Received(5), Queued, Attempted()).Deciding(state => ReportTicketDecision.Decide(filed, state, Now)).After;
        ReportTicketDecision.Decide(filed with { Ticket = "43" }, after, Now).ShouldBeEmpty();
        ReportTicketDecision.Decide(Down(), after, Now).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 60)]
    [InlineData(3, 5 * 60)]
    [InlineData(4, 15 * 60)]
    [InlineData(5, 30 * 60)]
    [InlineData(6, 60 * 60)]
    [InlineData(1000, 60 * 60)]
    public void a_ticket_that_the_system_does_not_take_is_tried_again_and_never_given_up(int attempt, int seconds)
    {
        object[] history = [Received(5), Queued, .. attempt == 1 ? Array.Empty<object>() : [Refused(attempt - 1, TimeSpan.Zero)], Attempted(attempt)];
        var outcome = request.Given(history).Deciding(state => ReportTicketDecision.Decide(Down(), state, Now));
        outcome.Then(Refused(attempt, TimeSpan.FromSeconds(seconds)));
        RequestWork.Pending(outcome.After).ShouldHaveSingleItem().Due.ShouldBe(Now + TimeSpan.FromSeconds(seconds));
        (outcome.After.State, outcome.After.Ticket!.Error).ShouldBe((RequestState.Queued, "503 Service Unavailable"));
    }

    [Fact]
    public void a_ticketing_system_is_left_alone_for_as_long_as_it_asks_for() =>
        request.Given(Received(5), Queued, Attempted()).Deciding(state => ReportTicketDecision.Decide(Down(TimeSpan.FromMinutes(7)), state, Now)).Then(Refused(1, TimeSpan.FromMinutes(7)));

    [Fact]
    public void a_ticketing_system_is_not_asked_sooner_than_usual_though_it_says_so() =>
        request.Given(Received(5), Queued, Attempted()).Deciding(state => ReportTicketDecision.Decide(Down(TimeSpan.FromSeconds(1)), state, Now)).Then(Refused(1, TimeSpan.FromSeconds(10)));

    [Fact]
    public void a_refused_ticket_has_a_reason_also_where_the_system_gave_none() =>
        request.Given(Received(5), Queued, Attempted()).Deciding(state => ReportTicketDecision.Decide(Down() with { Error = null }, state, Now))
            .ThenOne<TicketRefused>().Error.ShouldBe("It was not taken.");

    [Fact]
    public void only_the_place_of_a_ticket_that_is_not_wanted_any_more_is_recorded()
    {
        var given = request.Given(Received(5), Queued, Attempted(), cancelled);
        given.Deciding(state => ReportTicketDecision.Decide(Down(), state, Now)).ThenNothing();
        given.Deciding(state => ReportTicketDecision.Decide(filed, state, Now)).After.ShouldSatisfyAllConditions(
            state => state.State.ShouldBe(RequestState.Cancelled), state => state.Ticket!.Id.ShouldBe("42"), state => RequestWork.Pending(state).ShouldBeEmpty());
    }

    [Fact]
    public void an_accepted_request_has_no_ticket_to_report() => request.Given(Received(), Accepted()).Deciding(state => ReportTicketDecision.Decide(filed, state, Now)).ThenNothing();

    [Fact]
    public void a_ticket_stays_owed_until_it_is_filed_however_often_it_fails() => Gen.Int[0, 200_000].Array[0, 60].Sample(
        seconds =>
        {
            var (state, now) = (Folded(Received(5), Queued), Now);
            foreach (var wait in seconds)
            {
                var due = RequestWork.Pending(state).ShouldHaveSingleItem().Due;
                due.ShouldBeGreaterThanOrEqualTo(now);
                now = due;
                state = Begin(state, now);
                state = ReportTicketDecision.Decide(Down(TimeSpan.FromSeconds(wait)), state, now).Aggregate(state, (before, e) => Request.Fold(before, e)!);
                (RequestWork.Pending(state).Single().Due - now).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(Math.Max(10, wait)));
            }

            state = Begin(state, RequestWork.Pending(state).Single().Due);
            state = ReportTicketDecision.Decide(filed, state, now).Aggregate(state, (before, e) => Request.Fold(before, e)!);
            (state.State, state.Ticket!.Attempts).ShouldBe((RequestState.Filed, seconds.Length + 1));
        }, iter: 200);

    static Request Begin(Request request, DateTimeOffset now) => Request.Fold(request, StartTicketDecision.Decide(request, now).Single())!;
}
