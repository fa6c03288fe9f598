using EventedPipelines.Domain;
using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.Pipelines;
using EventedPipelines.Domain.Runs;
using EventedPipelines.Projections.Intervals;
using EventedPipelines.Projections.Store;
using EventedPipelines.Workers.Pipelines;
using EventedPipelines.Workers.Runs;
using EventedPipelines.Workers.Work;
using Marten;

namespace EventedPipelines.Workers.Intervals;

/// <summary>A look at the sources of an interval: files that came late, or came again with other rows, open a generation (domain.md 2.5).</summary>
public sealed record LateDataDue(Guid IntervalId, long WorkId, long Fence);

public sealed class LateDataDueHandler(IDocumentStore store, PipelineDefinitions definitions, SourceIngest ingest, Looks looks, WorkerName worker, TimeProvider clock)
{
    public async Task Handle(LateDataDue due, CancellationToken token)
    {
        await using var look = store.QuerySession();
        var interval = (await look.LoadAsync<Interval>(due.IntervalId, token))!;
        var now = clock.GetUtcNow();
        if (interval.WatchUntil <= now)
        {
            await store.DecideAsync<Interval>(
                interval.Id, worker.Value, state => state.WatchUntil <= now ? [new SourceWatchEnded(state.Id, now)] : [], token);
            return;
        }

        var run = (await look.LoadAsync<Run>(RunId.Of(interval.Pipeline, interval.Slice, interval.Generation), token))!;
        var definition = await definitions.LatestAsync(interval.Pipeline, token);
        await looks.PutOffAsync(due.WorkId, due.Fence, definition.LateDataPolicy.Every, token);
        var (change, settles) = run.IsFinished ? await ChangeAsync(definition, run, token) : default;
        if (settles is { } left)
        {
            await looks.PutOffAsync(due.WorkId, due.Fence, left, token);
        }

        if (change is not null)
        {
            await ReopenAsync(interval, run, change, token);
        }
    }

    /// <summary>
    /// What is there now and was not read; null where nothing is, and how long until what is still being written may have settled. A file that cannot be
    /// read is left to the run that meets it.
    /// </summary>
    async Task<(string? Change, TimeSpan? Settles)> ChangeAsync(PipelineDefinition definition, Run run, CancellationToken token)
    {
        TimeSpan? settles = null;

        // A reference file has no interval of its own: changed, it holds for what runs from then on.
        foreach (var source in definition.Sources.Where(source => !source.Reference))
        {
            try
            {
                var found = await ingest.IngestAsync(source, run.Slice, token);
                if (found is Ingested now && LateData.Change(source.Id, now.Files, run) is { } change)
                {
                    return (change, null);
                }

                settles = found is Unsettled late && !(late.Left > settles) ? late.Left : settles;
            }
            catch (StepFailedException)
            {
                continue;
            }
        }

        return (null, settles);
    }

    Task<GenerationDecision?> ReopenAsync(Interval interval, Run seen, string change, CancellationToken token) => store.InTransactionAsync(worker.Value, async session =>
    {
        var (current, run) = await session.LockIntervalAsync(interval.Pipeline, interval.Slice, token);
        return run!.Aggregate is { IsFinished: true } && run.Aggregate.Id == seen.Id
            ? await session.OpenGenerationAsync(
                new(interval.Pipeline, interval.Slice, RunCause.LateData, Rerun: true, change, worker.Value, EventRef.Of(interval.Id, current.Aggregate!.Version), seen.Simulated),
                clock.GetUtcNow(), token)
            : null;
    }, token);
}
