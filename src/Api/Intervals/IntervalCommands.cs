using EventedPipelines.Api.Http;
using EventedPipelines.Api.Runs;
using EventedPipelines.Domain;
using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.Pipelines;
using EventedPipelines.Domain.Runs;
using EventedPipelines.Projections.Intervals;
using EventedPipelines.Projections.Store;

namespace EventedPipelines.Api.Intervals;

/// <summary>How a person's decision reaches an interval: under its lock, and only at the version that the person saw.</summary>
public sealed class IntervalCommands(IdempotentCommands commands)
{
    /// <param name="http">The request, with If-Match where the person insists on what was seen.</param>
    /// <param name="pipeline">The pipeline's id.</param>
    /// <param name="interval">The interval as the path names it.</param>
    /// <param name="command">The command as it was sent.</param>
    /// <param name="decide">The decision about the interval and the run of its current generation.</param>
    public Task<Reply<IntervalReceipt>> DecideAsync<TCommand>(
        HttpContext http, string pipeline, string interval, TCommand command, Func<Pipeline, Interval, Run, Task<Decision>> decide)
        where TCommand : class => commands.DoAsync<IntervalReceipt>(http, command, async session =>
        {
            var token = http.RequestAborted;
            if (!Slice.TryParse(interval, out var slice))
            {
                return Problems.Invalid("interval", $"'{interval}' is neither a day (2026-11-22) nor a month (2026-11).");
            }

            if (await session.LoadAsync<Pipeline>(Pipeline.IdOf(pipeline), token) is not { } defined)
            {
                return Problems.UnknownPipeline(pipeline);
            }

            var (stream, run) = await session.LockIntervalAsync(pipeline, slice, token);
            if (stream.Aggregate is not { } state || run?.Aggregate is not { } current)
            {
                return Problems.NotFound($"run of '{pipeline}' for {slice}", "POST /api/v1/runs starts one once the interval has closed.");
            }

            if (ETags.IsStale(http.Request.GetTypedHeaders(), state.Version))
            {
                return Problems.Stale(state.Version);
            }

            var decision = await decide(defined, state, current);
            if (decision.Refused is { } refused)
            {
                return Problems.Conflict(refused);
            }

            await session.AppendAsync(stream, decision, token);
            var after = CurrentGeneration.After(state, decision);
            return new(StatusCodes.Status202Accepted, new(pipeline, slice, after.Generation, after.RunId))
            {
                Location = RunReceipt.PathOf(after.RunId),
                Version = state.Version + decision.Count,
            };
        });
}

/// <summary>What a command about an interval answers: the interval, and the run that goes on with it.</summary>
public sealed record IntervalReceipt(string Pipeline, Slice Interval, int Generation, Guid RunId);
