using EventedPipelines.Api.Hosting;
using EventedPipelines.Api.Http;
using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.Pipelines;
using EventedPipelines.Projections.Intervals;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace EventedPipelines.Api.Runs;

public static class StartRunEndpoint
{
    [WolverinePost("/api/v1/runs")]
    [Tags("Runs"), EndpointSummary("Starts a run of an interval, or answers the one it has.")]
    [ProducesResponseType<RunReceipt>(StatusCodes.Status202Accepted), ProducesResponseType<RunReceipt>(StatusCodes.Status200OK), Refuses(404, 409, 422)]
    public static Task<Reply<RunReceipt>> Post(
        StartRun command, IdempotentCommands commands, ApiSettings settings, HttpContext http, DateTimeOffset now, CancellationToken token) =>
        commands.DoAsync<RunReceipt>(http, command, async session =>
        {
            if (await session.LoadAsync<Pipeline>(Pipeline.IdOf(command.Pipeline!), token) is not { } pipeline)
            {
                return Problems.UnknownPipeline(command.Pipeline!);
            }

            var request = new RequestRun(command.Interval!.Value, command.Rerun is true, command.Reason, http.ActorName(), settings.Simulated);
            if (RequestRunDecision.Mismatch(request.Interval, pipeline.Definition) is { } mismatch)
            {
                return Problems.Invalid("interval", mismatch.Reason);
            }

            return RequestRunDecision.Decide(request, pipeline, now) switch
            {
                ({ } refused, _) => Problems.Conflict(refused),
                (_, var generation) => Answer(request.Interval, pipeline, await session.OpenGenerationAsync(generation!, now, token)),
            };
        });

    static Reply<RunReceipt> Answer(Slice interval, Pipeline pipeline, GenerationDecision decision) => new(
        decision.Opened ? StatusCodes.Status202Accepted : StatusCodes.Status200OK,
        new(decision.RunId, pipeline.Definition.Id, interval, decision.Generation, decision.Opened) { WatchedUntil = decision.WatchedUntil })
    {
        Location = RunReceipt.PathOf(decision.RunId),
    };
}
