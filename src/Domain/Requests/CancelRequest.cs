using EventedPipelines.Domain.OnCall;

namespace EventedPipelines.Domain.Requests;

public sealed record CancelRequest(string? Reason, string Actor);

public static class CancelRequestDecision
{
    /// <summary>Its points are free again, or its ticket is not filed. What is done or filed stays so.</summary>
    public static (Refused? Refused, RequestDecision Decision) Decide(CancelRequest command, Request request, Sprint sprint, DateTimeOffset now)
    {
        var cancelled = new RequestCancelled(request.Id, command.Reason, command.Actor, now);
        return request.State switch
        {
            RequestState.Accepted => (null, new([cancelled], [new PointsRefunded(sprint.Id, request.Id, request.Received.Points, now)])),
            RequestState.Queued => (null, new([cancelled], [])),
            RequestState.Cancelled => (null, new([], [])),
            RequestState.Filed => (new($"Its ticket is filed as {request.Ticket!.Id}: close it there."), new([], [])),
            _ => (new("The request is completed."), new([], [])),
        };
    }
}
