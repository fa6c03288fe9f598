using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Domain.Production.Intervals;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace EventedPipelines.Api.Production.Intervals;

public static class ConfirmEmptyEndpoint
{
    [WolverinePost("/api/v1/intervals/{pipeline}/{interval}/confirm-empty")]
    [Tags("Intervals"), EndpointSummary("Says that a source has nothing for an interval; a run that waits for it goes on, one that has ended is done again.")]
    [ProducesResponseType<IntervalReceipt>(StatusCodes.Status202Accepted), Refuses(404, 409, 412, 422)]
    public static Task<Reply<IntervalReceipt>> Post(
        string pipeline, string interval, ConfirmEmptyCommand command, IntervalCommands intervals, HttpContext http, DateTimeOffset now) =>
        intervals.DecideAsync(
            http, pipeline, interval, command,
            (defined, state, run, policies) => Task.FromResult(ConfirmEmptyDecision.Decide(new(command.Source!, command.Reason!, http.ActorName(), policies), defined, state, run, now)));
}
