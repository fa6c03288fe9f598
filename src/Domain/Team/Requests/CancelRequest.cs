using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.OnCall;

namespace EventedPipelines.Domain.Team.Requests;

public sealed record CancelRequest(string? Reason, string Actor);

public static class CancelRequestDecision
{
    /// <summary>Its points are free again, or its ticket is not filed. What is done or filed stays so.</summary>
    public static Decision Decide(CancelRequest command, Request request, Sprint sprint, DateTimeOffset now)
    {
        Decision cancelled = [new RequestCancelled(request.Id, command.Reason, command.Actor, now)];
        return request.State switch
        {
            RequestState.Accepted => cancelled.And<Sprint>(sprint.Id, new PointsRefunded(sprint.Id, request.Id, request.Received.Points, now)),
            RequestState.Queued => cancelled,
            RequestState.Cancelled => [],
            RequestState.Filed => new Rejection($"Its ticket is filed as {request.Ticket!.Id}: close it there."),
            _ => new Rejection("The request is completed."),
        };
    }
}
