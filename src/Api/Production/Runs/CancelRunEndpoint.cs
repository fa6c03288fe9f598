using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Domain.Production.Runs;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace EventedPipelines.Api.Production.Runs;

public static class CancelRunEndpoint
{
    [WolverinePost("/api/v1/runs/{id:guid}/cancel")]
    [Tags("Runs"), EndpointSummary("Ends a run that is not finished. What is published stays.")]
    [ProducesResponseType<RunReceipt>(StatusCodes.Status200OK), Refuses(404, 409, 412, 422)]
    public static Task<Reply<RunReceipt>> Post(Guid id, RunCommand command, RunCommands runs, HttpContext http, DateTimeOffset now) =>
        runs.DecideAsync(http, id, command, (run, _) => CancelRunDecision.Decide(new(id, command.Reason, http.ActorName()), run, now), StatusCodes.Status200OK);
}
