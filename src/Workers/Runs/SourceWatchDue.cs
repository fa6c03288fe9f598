using EventedPipelines.Domain.Policies;
using EventedPipelines.Domain.Runs;
using EventedPipelines.Projections.Store;
using EventedPipelines.Workers.Intervals;
using EventedPipelines.Workers.Pipelines;
using EventedPipelines.Workers.Work;
using Marten;

namespace EventedPipelines.Workers.Runs;

/// <summary>A run waits for a source: look whether its files have come.</summary>
public sealed record SourceWatchDue(Guid RunId, string Source, long WorkId, long Fence);

public static class SourceWatchDueHandler
{
    public static async Task Handle(
        SourceWatchDue due, IDocumentStore store, PipelineDefinitions definitions, SourceIngest ingest, Looks looks, PolicySet policies, WorkerName worker, TimeProvider clock, CancellationToken token)
    {
        await using var session = store.QuerySession();
        var run = await session.LoadAsync<Run>(due.RunId, token);
        var definition = await definitions.AtAsync(run!.Pipeline, run.DefinitionVersion, token);
        await looks.PutOffAsync(due.WorkId, due.Fence, definition.LateDataPolicy.Every, token);
        var arrival = await Arrivals.LookAsync(ingest, definition.Source(due.Source), run, token);
        if (arrival.Settles is { } settles)
        {
            await looks.PutOffAsync(due.WorkId, due.Fence, settles, token);
        }

        if (arrival.HasCome || HasGone(arrival, run.ProgressOf(Step.Ingest(due.Source)), policies.Retries.Reingest))
        {
            var noticed = await store.DecideAsync<Run>(due.RunId, worker.Value, state => NoticeArrivalDecision.Decide(new(due.RunId, due.Source), state, clock.GetUtcNow()), token);
            if (noticed.Length > 0)
            {
                await looks.WakeReadersAsync(definition.Source(due.Source), run.Slice, token);
            }
        }
    }

    // What was being written is away again: the run looks for itself, and fetches it while the source's budget lasts.
    static bool HasGone(Arrival arrival, StepProgress progress, ReingestPolicy policy) =>
        arrival is { HasCome: false, Settles: null } && progress is { State: StepState.Waiting, ReingestAt: null } && progress.Reingests < policy.Attempts;
}
