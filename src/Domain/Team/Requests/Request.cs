using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Work;

namespace EventedPipelines.Domain.Team.Requests;

public enum RequestState
{
    Accepted,
    Completed,
    Cancelled,

    /// <summary>The ticket is still to be filed.</summary>
    Queued,

    /// <summary>The ticket is in the ticketing system: nothing more happens here.</summary>
    Filed,
}

/// <summary>What became of a ticket, and what is tried next.</summary>
/// <param name="AttemptedAt">When the attempt began of which it is not known what came of it; null where there is none.</param>
/// <param name="OwedBy">The version of the event that made the next attempt due.</param>
public sealed record Ticket(
    string ExternalKey, string Explanation, int Attempts, DateTimeOffset? NextDueAt, long OwedBy, DateTimeOffset? AttemptedAt = null, string? Error = null, string? System = null, string? Id = null,
    string? Url = null);

/// <summary>One request, from the day it was asked to the day it is done, or a ticket (domain.md 5.4).</summary>
public sealed record Request(Guid Id, RequestReceived Received, RequestState State, Guid SprintId, int Sprint, long Version)
{
    /// <summary>Who was on duty when it was accepted.</summary>
    public string? Engineer { get; init; }

    public decimal? ActualPoints { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public Ticket? Ticket { get; init; }

    public static Request? Fold(Request? state, object @event) => (state, @event) switch
    {
        (null, RequestReceived e) => new(e.RequestId, e, RequestState.Accepted, Guid.Empty, 0, 1),
        (null, _) => null,
        ({ } request, _) => request.After(@event) with { Version = request.Version + 1 },
    };

    Request After(object @event) => @event switch
    {
        RequestAccepted e => this with { SprintId = e.SprintId, Sprint = e.Sprint, Engineer = e.Engineer },
        TicketQueued e => this with
        {
            State = RequestState.Queued,
            SprintId = e.SprintId,
            Sprint = e.Sprint,
            Ticket = new(e.ExternalKey, e.Explanation, 0, e.QueuedAt, Version + 1),
        },
        TicketAttempted e => this with { Ticket = Ticket! with { Attempts = e.Attempt, AttemptedAt = e.AttemptedAt } },
        TicketRefused e => this with { Ticket = Ticket! with { Attempts = e.Attempt, NextDueAt = e.NextDueAt, OwedBy = Version + 1, AttemptedAt = null, Error = e.Error } },
        TicketFiled e => this with
        {
            State = State is RequestState.Queued ? RequestState.Filed : State,
            Ticket = Ticket! with { Attempts = e.Attempt, NextDueAt = null, AttemptedAt = null, Error = null, System = e.System, Id = e.Ticket, Url = e.Url },
        },
        RequestCompleted e => this with { State = RequestState.Completed, ActualPoints = e.ActualPoints, EndedAt = e.CompletedAt },
        RequestCancelled e => this with { State = RequestState.Cancelled, EndedAt = e.CancelledAt },
        _ => this,
    };
}

public static class RequestWork
{
    public static IEnumerable<PendingWork> Pending(Request request) => request is { State: RequestState.Queued, Ticket: { NextDueAt: { } due } ticket }
        ? [new(WorkKind.Ticket, ticket.ExternalKey, due, EventRef.Of(request.Id, ticket.OwedBy))]
        : [];
}
