using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Team.Requests;

public static class StartTicketDecision
{
    // The searches of ticketing systems lag behind what was filed by up to minutes.
    static readonly TimeSpan UntilFound = TimeSpan.FromMinutes(2);

    /// <summary>Said before the system is asked. Nothing where no ticket is owed, or not yet.</summary>
    public static Decision Decide(Request request, DateTimeOffset now) => request switch
    {
        { State: not RequestState.Queued } or { Ticket: null or { NextDueAt: null } } => [],
        _ when NotBefore(request) > now => [],
        { Ticket: { } ticket } => [new TicketAttempted(request.Id, ticket.Attempts + 1, now)],
    };

    /// <summary>After an attempt of which nothing is known: so long that the ticket, if there is one, can be found by its key. Null where none is under way.</summary>
    public static DateTimeOffset? NotBefore(Request request) => request.Ticket?.AttemptedAt + UntilFound;
}
