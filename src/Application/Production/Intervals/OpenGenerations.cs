using EventedPipelines.Application.Catalog.Policies;
using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Projections.Kernel.Store;
using JasperFx.Events;
using Marten;

namespace EventedPipelines.Application.Production.Intervals;

/// <summary>The interval with the run of its current generation, locked, and the decision applied to both streams.</summary>
public static class OpenGenerations
{
    /// <summary>Appends what <see cref="OpenGenerationDecision"/> says to the session; the caller commits.</summary>
    /// <returns>The generation that the interval is at with it.</returns>
    /// <exception cref="InvalidOperationException">The pipeline was never defined.</exception>
    public static async Task<CurrentGeneration> OpenGenerationAsync(this IDocumentSession session, OpenGeneration command, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (interval, run) = await session.LockIntervalAsync(command.Pipeline, command.Interval, cancellationToken);
        var pipeline = await session.LoadAsync<Pipeline>(Pipeline.IdOf(command.Pipeline), cancellationToken)
            ?? throw new InvalidOperationException($"Pipeline '{command.Pipeline}' was never defined.");
        var policies = await session.PoliciesAsync(cancellationToken);
        var decision = OpenGenerationDecision.Decide(command with { PolicyVersion = policies.RecordedAs }, pipeline, interval.Aggregate, run?.Aggregate, now);
        await session.AppendAsync(interval, decision, cancellationToken);
        return CurrentGeneration.After(interval.Aggregate, decision);
    }

    /// <summary>
    /// Takes the interval's lock for the rest of the session's transaction: the interval's stream, empty where it never had a run, and
    /// the stream of its current run.
    /// </summary>
    public static async Task<(IEventStream<Interval> Interval, IEventStream<Run>? Run)> LockIntervalAsync(
        this IDocumentSession session, string pipeline, DataInterval dataInterval, CancellationToken cancellationToken)
    {
        var interval = await session.LockIntervalAloneAsync(pipeline, dataInterval, cancellationToken);
        var run = interval.Aggregate is { } existing
            ? await session.Events.FetchForExclusiveWriting<Run>(RunId.Of(pipeline, dataInterval, existing.Generation), cancellationToken)
            : null;
        return (interval, run);
    }

    /// <summary>The same without its run, for who locks several: intervals come first, then runs.</summary>
    public static async Task<IEventStream<Interval>> LockIntervalAloneAsync(this IDocumentSession session, string pipeline, DataInterval dataInterval, CancellationToken cancellationToken)
    {
        var id = IntervalId.Of(pipeline, dataInterval);
        await session.LockAsync(id, cancellationToken);
        return await session.Events.FetchForWriting<Interval>(id, cancellationToken);
    }
}
