using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Requests;
using static EventedPipelines.Tests.Unit.Requests.RequestHistory;

namespace EventedPipelines.Tests.Unit.Requests;

/// <summary>A request after what happened to it: which event its ticket is owed by, and what kinds of ticketing there are (domain.md 5.4, 8.1).</summary>
public sealed class RequestStateSpecs
{
    [Fact]
    public void a_ticket_is_owed_by_the_event_that_made_it_due()
    {
        RequestWork.Pending(Folded(Received(), Queued)).ShouldHaveSingleItem().Because.ShouldBe(EventRef.Of(Id, 2));
        RequestWork.Pending(Folded(Received(), Queued, Attempted(), new TicketRefused(Id, 1, "down", Now, Now.AddMinutes(1)))).ShouldHaveSingleItem().Because.ShouldBe(EventRef.Of(Id, 4));
    }

    [Fact]
    public void a_request_that_is_filed_or_given_up_owes_no_ticket()
    {
        RequestWork.Pending(Folded(Received(), Queued, Attempted(), new TicketFiled(Id, 1, "jira", "OPS-1", null, Now))).ShouldBeEmpty();
        RequestWork.Pending(Folded(Received(), Queued, new RequestCancelled(Id, null, "finance", Now))).ShouldBeEmpty();
    }

    [Fact]
    public void a_request_counts_its_events() => Folded(Received(), Accepted(), new RequestCompleted(Id, 2m, "amara", Now)).Version.ShouldBe(3);

    [Fact]
    public void a_ticketing_system_is_a_webhook_unless_it_is_named()
    {
        (default(TicketingKind).Name, TicketingKind.Named("Jira").Name).ShouldBe(("Webhook", "Jira"));
        TicketingKind.Named("Webhook").ShouldBe(default);
    }
}
