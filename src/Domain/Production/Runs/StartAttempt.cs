using System.Globalization;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Production.Runs;

/// <summary>A worker has leased a step and is about to do it.</summary>
public sealed record StartAttempt(Guid RunId, Step Step, long Fence, string Worker)
{
    /// <summary>The run's: in the middle of a fallback it says what can still be computed.</summary>
    public PipelineDefinition? Definition { get; init; }
}

public static class StartAttemptDecision
{
    /// <summary>
    /// Nothing when the step is no longer owed, or owed to a newer lease. A worker that dies with its step leaves no report, so a
    /// step taken up more often than its attempts allow ends the run instead of killing workers for ever.
    /// </summary>
    public static Decision Decide(StartAttempt command, Run run, RetryPolicy policy, DateTimeOffset now)
    {
        var progress = run.ProgressOf(command.Step);
        if (!run.OpenSteps.Contains(command.Step) || progress.Fence >= command.Fence || progress.State is StepState.Waiting or StepState.Failed)
        {
            return [];
        }

        var number = progress.Attempts + 1;
        if (number > policy.Attempts)
        {
            var error = new StepError(
                ErrorClass.Permanent,
                string.Create(CultureInfo.InvariantCulture, $"{progress.Attempts} attempts began and none reported: the worker ended each time."),
                command.Step.ToString(),
                "Look for a crash or an out-of-memory kill in the workers' log, then retry the run.");
            var failed = new AttemptFailed(run.Id, command.Step.ToString(), progress.Attempts, policy.Attempts, error, now, null);
            return [failed, Fallbacks.EndOf(Run.Fold(run, failed)!, command.Step, command.Definition, error.Message, error, now)];
        }

        var because = EventRef.Of(run.Id, progress.Since > 0 ? progress.Since : run.Reached.Version);
        return [new AttemptStarted(run.Id, command.Step.ToString(), number, policy.Attempts, command.Fence, command.Worker, now, because)];
    }
}
