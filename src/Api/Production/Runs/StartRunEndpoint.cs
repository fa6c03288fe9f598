using EventedPipelines.Api.Kernel;
using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Application.Catalog.Policies;
using EventedPipelines.Application.Kernel;
using EventedPipelines.Application.Production.Intervals;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace EventedPipelines.Api.Production.Runs;

public static class StartRunEndpoint
{
    [WolverinePost("/api/v1/runs")]
    [Tags("Runs"), EndpointSummary("Starts a run of an interval, or answers the one it has.")]
    [ProducesResponseType<RunReceipt>(StatusCodes.Status202Accepted), ProducesResponseType<RunReceipt>(StatusCodes.Status200OK), Refuses(404, 409, 422)]
    public static Task<Reply<RunReceipt>> Post(
        StartRun command, IdempotentCommands commands, ApiSettings settings, HttpContext http, DateTimeOffset now, CancellationToken cancellationToken) =>
        commands.DoAsync<RunReceipt>(http, command, async session =>
        {
            if (await session.LoadAsync<Pipeline>(Pipeline.IdOf(command.Pipeline!), cancellationToken) is not { } known)
            {
                return Problems.UnknownPipeline(command.Pipeline!);
            }

            var request = new RequestRun(command.Interval!.Value, command.Rerun is true, command.Reason, http.ActorName(), settings.Simulated);
            if (RequestRunDecision.Mismatch(request.Interval, known.Definition) is { } mismatch)
            {
                return Problems.Invalid("interval", mismatch.Reason);
            }

            var (interval, run) = await session.LockIntervalAsync(command.Pipeline!, request.Interval, cancellationToken);
            var pipeline = (await session.LoadAsync<Pipeline>(known.Id, cancellationToken))!;
            var policies = await session.PoliciesAsync(cancellationToken);
            var decision = RequestRunDecision.Decide(request with { PolicyVersion = policies.RecordedAs }, pipeline, interval.Aggregate, run?.Aggregate, now);
            if (decision.Rejection is { } refused)
            {
                return Problems.Conflict(refused);
            }

            await session.AppendAsync(interval, decision, cancellationToken);
            return Answer(request.Interval, pipeline, CurrentGeneration.After(interval.Aggregate, decision));
        });

    static Reply<RunReceipt> Answer(DataInterval interval, Pipeline pipeline, CurrentGeneration current) => new(
        current.Opened ? StatusCodes.Status202Accepted : StatusCodes.Status200OK,
        new(current.RunId, pipeline.Definition.Id, interval, current.Generation, current.Opened) { WatchedUntil = current.WatchedUntil })
    {
        Location = RunReceipt.PathOf(current.RunId),
    };
}
