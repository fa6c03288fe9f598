using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Requests;
using static EventedPipelines.Tests.Unit.Requests.RequestHistory;

namespace EventedPipelines.Tests.Unit.Requests;

/// <summary>Before a ticketing system is asked that is put down, so that a process that dies in between files no second ticket (domain.md 5.4).</summary>
public sealed class StartTicketSpecs
{
    static readonly TicketRefused refused = new(Id, 1, "503 Service Unavailable", Now, Now.AddSeconds(10));

    static Decision Start(DateTimeOffset at, params object[] history) => StartTicketDecision.Decide(Folded(history), at);

    [Fact]
    public void an_attempt_at_a_ticket_begins_when_it_is_owed() => Start(Now, Received(5), Queued).ShouldBe([Attempted()]);

    [Fact]
    public void the_next_attempt_at_a_ticket_has_the_next_number() =>
        Start(Now.AddSeconds(10), Received(5), Queued, Attempted(), refused).ShouldHaveSingleItem().ShouldBeOfType<TicketAttempted>().Attempt.ShouldBe(2);

    [Fact]
    public void an_attempt_after_one_of_unknown_end_waits_until_the_ticket_could_be_found()
    {
        Start(Now.AddSeconds(90), Received(5), Queued, Attempted()).ShouldBeEmpty();
        StartTicketDecision.NotBefore(Folded(Received(5), Queued, Attempted())).ShouldBe(Now.AddMinutes(2));
        Start(Now.AddMinutes(2), Received(5), Queued, Attempted()).ShouldHaveSingleItem().ShouldBeOfType<TicketAttempted>().Attempt.ShouldBe(2);
    }

    [Fact]
    public void a_ticket_that_is_filed_or_not_wanted_any_more_is_not_asked_for()
    {
        Start(Now, Received(5), Queued, Attempted(), new TicketFiled(Id, 1, "github", "42", null, Now)).ShouldBeEmpty();
        Start(Now, Received(5), Queued, new RequestCancelled(Id, null, "finance", Now)).ShouldBeEmpty();
        Start(Now, Received(), Accepted()).ShouldBeEmpty();
    }

    [Fact]
    public void an_attempt_at_a_ticket_leaves_what_is_owed_as_it_is() =>
        RequestWork.Pending(Folded(Received(5), Queued, Attempted())).ShouldBe(RequestWork.Pending(Folded(Received(5), Queued)));
}
