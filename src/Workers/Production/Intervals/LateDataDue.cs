using EventedPipelines.Application.Kernel;
using EventedPipelines.Application.Production.Intervals;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Catalog.Pipelines;
using EventedPipelines.Workers.Kernel.Work;
using EventedPipelines.Workers.Production.Deliveries;
using Marten;

namespace EventedPipelines.Workers.Production.Intervals;

/// <summary>A look at the sources of an interval: files that came late, or came again with other rows, open a generation (domain.md 2.5).</summary>
public sealed record LateDataDue(Guid IntervalId, long WorkId, long Fence);

public sealed class LateDataDueHandler(IDocumentStore store, PipelineDefinitions definitions, IntervalLook interval, Looks looks, WorkerName worker, TimeProvider clock)
{
    public async Task Handle(LateDataDue due, CancellationToken cancellationToken)
    {
        await using var look = store.QuerySession();
        var known = (await look.LoadAsync<Interval>(due.IntervalId, cancellationToken))!;
        var now = clock.GetUtcNow();
        if (known.WatchUntil <= now)
        {
            await store.DecideAsync<Interval>(known.Id, worker.Value, EndSourceWatchDecision.Decide, cancellationToken);
            return;
        }

        var run = (await look.LoadAsync<Run>(RunId.Of(known.Pipeline, known.DataInterval, known.Generation), cancellationToken))!;
        var definition = await definitions.LatestAsync(known.Pipeline, cancellationToken);
        await looks.PutOffAsync(due.WorkId, due.Fence, definition.LateDataPolicy.LookEvery(known.DataInterval.ClosesAt(definition.TimeZone), now), cancellationToken);
        if (!run.IsFinished)
        {
            return;
        }

        var (change, source, first, settles) = await interval.SeeAsync(definition, known, run, now, cancellationToken);
        if (settles is { } left)
        {
            await looks.PutOffAsync(due.WorkId, due.Fence, left, cancellationToken);
        }

        if (change is not null)
        {
            var opened = await ReopenAsync(known, run, change, cancellationToken);
            if (opened is { Opened: true } && source is not null)
            {
                await looks.WakeReadersAsync(source, known.DataInterval, cancellationToken);
            }
        }
        else if (first.Count > 0)
        {
            await store.DecideAsync<Interval>(known.Id, worker.Value, (state, _) => SeeSourcesDecision.Decide(new(first), state), cancellationToken);
        }
    }

    Task<CurrentGeneration?> ReopenAsync(Interval interval, Run seen, string change, CancellationToken cancellationToken) => store.InTransactionAsync(worker.Value, async session =>
    {
        var (current, run) = await session.LockIntervalAsync(interval.Pipeline, interval.DataInterval, cancellationToken);
        return run!.Aggregate is { IsFinished: true } && run.Aggregate.Id == seen.Id
            ? await session.OpenGenerationAsync(
                new(interval.Pipeline, interval.DataInterval, RunCause.LateData, Rerun: true, change, worker.Value, EventRef.Of(interval.Id, current.Aggregate!.Version), seen.Simulated),
                clock.GetUtcNow(), cancellationToken)
            : null;
    }, cancellationToken);
}
