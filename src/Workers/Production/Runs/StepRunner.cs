using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Catalog.Pipelines;
using EventedPipelines.Workers.Kernel.Work;
using Marten;

namespace EventedPipelines.Workers.Production.Runs;

/// <summary>
/// How a leased step is done: the attempt is written down, the work is done outside any transaction, its result is reported with the
/// fence of the lease.
/// </summary>
public sealed class StepRunner(IDocumentStore store, PipelineDefinitions definitions, EarlierIntervals earlier, RecordedPolicies policies, WorkerName worker, ILogger<StepRunner> log)
{
    public async Task RunAsync(Guid runId, Step step, long fence, Func<RunMaterial, Task<StepResult>> work, CancellationToken cancellationToken)
    {
        if (await BeginAsync(runId, step, fence, cancellationToken) is { } run)
        {
            var result = await ResultOf(async () => await work(await MaterialOf(run, cancellationToken)), step, run, cancellationToken);
            await ReportAsync(new(runId, step, fence, result) { Definition = await definitions.AtAsync(run.Pipeline, run.DefinitionVersion, CancellationToken.None) });
        }
    }

    /// <summary>Writes down that the attempt begins; null when the step is no longer owed to this lease.</summary>
    public async Task<Run?> BeginAsync(Guid runId, Step step, long fence, CancellationToken cancellationToken)
    {
        Run? run = null;
        var decision = await store.DecideAsync<Run>(runId, worker.Value, async (state, now) =>
        {
            run = state;
            var definition = await definitions.AtAsync(state.Pipeline, state.DefinitionVersion, cancellationToken);
            var retries = (await policies.AtAsync(state.PolicyVersion, cancellationToken)).Retries;
            return StartAttemptDecision.Decide(new(runId, step, fence, worker.Value) { Definition = definition }, state, retries.Transform, now);
        }, cancellationToken);
        return decision.OfType<AttemptStarted>().Any() ? run : null;
    }

    // Also when the host is stopping: the report is what hands the step back.
    public Task ReportAsync(ReportAttempt report) => store.DecideAsync<Run>(
        report.RunId, worker.Value,
        async (run, now) => ReportAttemptDecision.Decide(report, run, (await policies.AtAsync(run.PolicyVersion, CancellationToken.None)).Retries, now), CancellationToken.None);

    public async Task<RunMaterial> MaterialOf(Run run, CancellationToken cancellationToken) => new(
        run.Id, run.DataInterval, await definitions.AtAsync(run.Pipeline, run.DefinitionVersion, cancellationToken), run.UsedSources, run.Quarantine, run.Models)
    {
        Earlier = await earlier.OfAsync(run, cancellationToken),
        Upstream = await earlier.UpstreamOfAsync(run, cancellationToken),
        NotYetDue = [.. run.NotYetDue.Keys, .. run.Fallback?.Unusable ?? []],
        Deliveries = run.Deliveries,
        ConfirmedEmpty = run.ConfirmedEmpty,
        Verdicts = run.Verdicts,
    };

    /// <summary>The work's result, or the failure that it ended in.</summary>
    public async Task<StepResult> ResultOf(Func<Task<StepResult>> work, Step step, Run run, CancellationToken cancellationToken)
    {
        try
        {
            return await work();
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            return new StepResult.Interrupted();
        }
        catch (StepFailedException e)
        {
            return new StepResult.Failed(e.Error);
        }
        catch (Exception e)
        {
            log.LogError(e, "{Step} of run {Run} failed", step, run.Id);
            return new StepResult.Failed(StepErrors.Of(e, step));
        }
    }
}
