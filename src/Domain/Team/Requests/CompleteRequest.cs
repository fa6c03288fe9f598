using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.OnCall;

namespace EventedPipelines.Domain.Team.Requests;

public sealed record CompleteRequest(decimal ActualPoints, string Actor);

public static class CompleteRequestDecision
{
    /// <summary>What it took is settled in the sprint that reserved it, also when that is over; an overrun is allowed (domain.md 5.4).</summary>
    public static Decision Decide(CompleteRequest command, Request request, Sprint sprint, DateTimeOffset now) => request.State switch
    {
        RequestState.Accepted => Decision.Of([new RequestCompleted(request.Id, command.ActualPoints, command.Actor, now)])
            .And<Sprint>(sprint.Id, new PointsSettled(sprint.Id, request.Id, request.Received.Points, command.ActualPoints, now)),
        RequestState.Completed when request.ActualPoints == command.ActualPoints => [],
        _ => new Rejection($"The request is {request.State.ToString().ToLowerInvariant()}: only one that was accepted is completed, once."),
    };
}
