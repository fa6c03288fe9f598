using EventedPipelines.Domain.Kernel.Work;

namespace EventedPipelines.Domain.Team.Requests;

public interface IRequestEvent
{
    Guid RequestId { get; }
}

/// <summary>Somebody asks for something ad hoc. <paramref name="Points"/> is the estimate, in story points.</summary>
public sealed record RequestReceived(
    Guid RequestId, string Requester, string Area, string Title, string? Description, decimal Points, bool Simulated, string Actor, DateTimeOffset ReceivedAt) : IRequestEvent;

/// <summary>It fits in what is left of the sprint's budget, and its estimate is reserved there (domain.md 5.4).</summary>
public sealed record RequestAccepted(Guid RequestId, Guid SprintId, int Sprint, string Engineer, decimal Left, DateTimeOffset AcceptedAt, string Because) : IRequestEvent;

/// <summary>It does not fit and becomes a ticket for new work, whole; <paramref name="Explanation"/> has the sum. The ticket is known by <paramref name="ExternalKey"/>, there as well.</summary>
public sealed record TicketQueued(Guid RequestId, Guid SprintId, int Sprint, string ExternalKey, string Explanation, DateTimeOffset QueuedAt, string Because) : IRequestEvent;

/// <summary>The ticketing system is asked. Without a word of what came of it the process has died.</summary>
public sealed record TicketAttempted(Guid RequestId, int Attempt, DateTimeOffset AttemptedAt) : IRequestEvent, ILeavesWorkAsIs;

/// <param name="System">Where: github, jira, webhook, or evented where the team has no other system.</param>
public sealed record TicketFiled(Guid RequestId, int Attempt, string System, string Ticket, string? Url, DateTimeOffset FiledAt) : IRequestEvent;

/// <summary>The ticketing system did not take it. It is tried again for as long as the request is wanted.</summary>
public sealed record TicketRefused(Guid RequestId, int Attempt, string Error, DateTimeOffset RefusedAt, DateTimeOffset NextDueAt) : IRequestEvent;

/// <summary>It is done, and took <paramref name="ActualPoints"/>.</summary>
public sealed record RequestCompleted(Guid RequestId, decimal ActualPoints, string Actor, DateTimeOffset CompletedAt) : IRequestEvent;

public sealed record RequestCancelled(Guid RequestId, string? Reason, string Actor, DateTimeOffset CancelledAt) : IRequestEvent;
