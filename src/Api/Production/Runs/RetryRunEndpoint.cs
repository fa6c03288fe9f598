using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Domain.Production.Runs;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace EventedPipelines.Api.Production.Runs;

public static class RetryRunEndpoint
{
    [WolverinePost("/api/v1/runs/{id:guid}/retry")]
    [Tags("Runs"), EndpointSummary("Tries the failed or waiting step of a run again, with all its attempts.")]
    [ProducesResponseType<RunReceipt>(StatusCodes.Status202Accepted), Refuses(404, 409, 412, 422)]
    public static Task<Reply<RunReceipt>> Post(Guid id, RunCommand command, RunCommands runs, HttpContext http, DateTimeOffset now) =>
        runs.DecideAsync(
            http, id, command, (run, interval) => RetryRunDecision.Decide(new(id, command.Reason, http.ActorName()), run, interval.Generation, now), StatusCodes.Status202Accepted);
}
