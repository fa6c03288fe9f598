using EventedPipelines.Domain.Team.OnCall;
using EventedPipelines.Domain.Team.Requests;

namespace EventedPipelines.Api.Team.Requests;

/// <summary>A request as its requester sees it: accepted in a sprint, or a ticket with the reason.</summary>
public sealed record RequestView(
    Guid Id, RequestState State, string Requester, string Area, string Title, string? Description, decimal Points, decimal? ActualPoints, int Sprint, string? Engineer, TicketView? Ticket,
    DateTimeOffset ReceivedAt, DateTimeOffset? EndedAt, bool Simulated, long Version)
{
    public static string PathOf(Guid request) => $"/api/v1/requests/{request}";

    public static RequestView Of(Request request)
    {
        var received = request.Received;
        return new(
            request.Id, request.State, received.Requester, received.Area, received.Title, received.Description, received.Points, request.ActualPoints, request.Sprint, request.Engineer,
            request.Ticket is { } ticket ? TicketView.Of(ticket) : null, received.ReceivedAt, request.EndedAt, received.Simulated, request.Version);
    }
}

/// <param name="Reason">The sum that explains why it did not fit.</param>
/// <param name="Id">In the ticketing system; null until it is filed.</param>
/// <param name="Error">Why the last attempt failed; it is tried again at <paramref name="NextDueAt"/>.</param>
public sealed record TicketView(TicketState State, string ExternalKey, string Reason, string? System, string? Id, string? Url, int Attempts, string? Error, DateTimeOffset? NextDueAt)
{
    public static TicketView Of(Ticket ticket) => new(
        ticket.Id is null ? TicketState.Queued : TicketState.Filed, ticket.ExternalKey, ticket.Explanation, ticket.System, ticket.Id, ticket.Url, ticket.Attempts, ticket.Error, ticket.NextDueAt);
}

public enum TicketState
{
    Queued,
    Filed,
}

/// <summary>The budget of a sprint for ad-hoc requests, in story points (api.md, budget). <paramref name="Left"/> is below zero after an overrun.</summary>
public sealed record BudgetView(
    int Sprint, decimal TeamPoints, decimal Share, decimal CapacityPoints, decimal Reserved, decimal Spent, decimal Left, string CapacityInWords, IReadOnlyList<OverflowView> Overflowed)
{
    // What 10 % of a ten-day sprint is (domain.md 5.3).
    public static BudgetView Of(Sprint sprint, IReadOnlyList<OverflowView> overflowed) => new(
        sprint.Number, sprint.TeamPoints, sprint.Share, sprint.Capacity, sprint.Reserved, sprint.Spent, sprint.Left,
        Words(sprint.Share * SprintDays.Length), overflowed);

    static string Words(decimal days) => days == 1 ? "one working day of request work" : FormattableString.Invariant($"{days:0.##} working days of request work");
}

/// <summary>A request that did not fit, and what became of its ticket.</summary>
public sealed record OverflowView(Guid RequestId, decimal Points, string? Ticket, TicketState State);
