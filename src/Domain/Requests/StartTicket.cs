namespace EventedPipelines.Domain.Requests;

/// <summary>An attempt to file a ticket may begin, or not before <paramref name="NotBefore"/>; neither where nothing is owed.</summary>
public sealed record TicketStart(TicketAttempted? Begun, DateTimeOffset? NotBefore)
{
    public static readonly TicketStart Nothing = new(null, null);
}

public static class StartTicketDecision
{
    // The searches of ticketing systems lag behind what was filed by up to minutes.
    static readonly TimeSpan untilFound = TimeSpan.FromMinutes(2);

    /// <summary>Said before the system is asked. After an attempt of which nothing is known, so long that the ticket, if there is one, can be found by its key.</summary>
    public static TicketStart Decide(Request request, DateTimeOffset now) => request switch
    {
        { State: not RequestState.Queued } or { Ticket: null or { NextDueAt: null } } => TicketStart.Nothing,
        { Ticket.AttemptedAt: { } died } when died + untilFound > now => new(null, died + untilFound),
        { Ticket: { } ticket } => new(new(request.Id, ticket.Attempts + 1, now), null),
    };
}
