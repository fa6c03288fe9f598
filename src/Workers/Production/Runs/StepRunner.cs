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
    public async Task RunAsync(Guid runId, Step step, long fence, Func<RunMaterial, Task<StepResult>> work, CancellationToken token)
    {
        if (await BeginAsync(runId, step, fence, token) is { } run)
        {
            var result = await ResultOf(async () => await work(await MaterialOf(run, token)), step, run, token);
            await ReportAsync(new(runId, step, fence, result) { Definition = await definitions.AtAsync(run.Pipeline, run.DefinitionVersion, CancellationToken.None) });
        }
    }

    /// <summary>Writes down that the attempt begins; null when the step is no longer owed to this lease.</summary>
    public async Task<Run?> BeginAsync(Guid runId, Step step, long fence, CancellationToken token)
    {
        Run? run = null;
        var decision = await store.DecideAsync<Run>(runId, worker.Value, async (state, now) =>
        {
            run = state;
            var definition = await definitions.AtAsync(state.Pipeline, state.DefinitionVersion, token);
            return StartAttemptDecision.Decide(new(runId, step, fence, worker.Value) { Definition = definition }, state, (await policies.AtAsync(state.PolicyVersion, token)).Retries.Transform, now);
        }, token);
        return decision.OfType<AttemptStarted>().Any() ? run : null;
    }

    // Also when the host is stopping: the report is what hands the step back.
    public Task ReportAsync(ReportAttempt report) => store.DecideAsync<Run>(
        report.RunId, worker.Value,
        async (run, now) => ReportAttemptDecision.Decide(report, run, (await policies.AtAsync(run.PolicyVersion, CancellationToken.None)).Retries, now), CancellationToken.None);

    public async Task<RunMaterial> MaterialOf(Run run, CancellationToken token) => new(
        run.Id, run.DataInterval, await definitions.AtAsync(run.Pipeline, run.DefinitionVersion, token), run.UsedSources, run.Quarantine, run.Models)
    {
        Earlier = await earlier.OfAsync(run, token),
        NotYetDue = [.. run.NotYetDue.Keys, .. run.Fallback?.Unusable ?? []],
        ConfirmedEmpty = run.ConfirmedEmpty,
        Verdicts = run.Verdicts,
    };

    /// <summary>The work's result, or the failure that it ended in.</summary>
    public async Task<StepResult> ResultOf(Func<Task<StepResult>> work, Step step, Run run, CancellationToken token)
    {
        try
        {
            return await work();
        }
        catch (Exception) when (token.IsCancellationRequested)
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
