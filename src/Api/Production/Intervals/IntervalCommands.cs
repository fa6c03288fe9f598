using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Api.Production.Runs;
using EventedPipelines.Application.Catalog.Policies;
using EventedPipelines.Application.Production.Intervals;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Api.Production.Intervals;

/// <summary>How a person's decision reaches an interval: under its lock, and only at the version that the person saw.</summary>
public sealed class IntervalCommands(IdempotentCommands commands)
{
    /// <param name="http">The request, with If-Match where the person insists on what was seen.</param>
    /// <param name="pipeline">The pipeline's id.</param>
    /// <param name="interval">The interval as the path names it.</param>
    /// <param name="command">The command as it was sent.</param>
    /// <param name="decide">The decision about the interval and the run of its current generation, by the version of the policies in force.</param>
    public Task<Reply<IntervalReceipt>> DecideAsync<TCommand>(
        HttpContext http, string pipeline, string interval, TCommand command, Func<Pipeline, Interval, Run, int?, Task<Decision>> decide)
        where TCommand : class => commands.DoAsync<IntervalReceipt>(http, command, async session =>
        {
            var cancellationToken = http.RequestAborted;
            if (!DataInterval.TryParse(interval, out var dataInterval))
            {
                return Problems.Invalid("interval", $"'{interval}' is neither a day (2026-11-22) nor a month (2026-11).");
            }

            if (await session.LoadAsync<Pipeline>(Pipeline.IdOf(pipeline), cancellationToken) is not { } defined)
            {
                return Problems.UnknownPipeline(pipeline);
            }

            var (stream, run) = await session.LockIntervalAsync(pipeline, dataInterval, cancellationToken);
            if (stream.Aggregate is not { } state || run?.Aggregate is not { } current)
            {
                return Problems.NoRunOf(pipeline, dataInterval);
            }

            var policies = await session.PoliciesAsync(cancellationToken);
            return await session.AnswerAsync(
                http, stream, state.Version, _ => decide(defined, state, current, policies.RecordedAs), decision => IntervalReceipt.Accepted(state, decision));
        });
}

/// <summary>What a command about an interval answers: the interval, and the run that goes on with it.</summary>
public sealed record IntervalReceipt(string Pipeline, DataInterval Interval, int Generation, Guid RunId)
{
    public static Reply<IntervalReceipt> Accepted(Interval interval, Decision decision)
    {
        var after = CurrentGeneration.After(interval, decision);
        return new(StatusCodes.Status202Accepted, new(interval.Pipeline, interval.DataInterval, after.Generation, after.RunId)) { Location = RunReceipt.PathOf(after.RunId) };
    }
}
