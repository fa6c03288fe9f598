using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Production.Runs;

public sealed record RetryRun(Guid RunId, string? Reason, string Actor);

public static class RetryRunDecision
{
    /// <summary>Only a failed run, or one that waits, can be retried; a failed run that is no longer its interval's current generation cannot.</summary>
    public static Decision Decide(RetryRun command, Run run, int currentGeneration, DateTimeOffset now)
    {
        var waits = !run.IsFinished && run.OpenSteps.Any(step => run.ProgressOf(step).State is StepState.Waiting or StepState.Retrying);
        if (run.Outcome is not RunOutcome.Failed && !waits)
        {
            return new Rejection($"The run is {run.Outcome?.ToString() ?? "in progress"}: only a failed or waiting run can be retried. To run the interval again ask for a rerun.");
        }

        return run.Generation < currentGeneration
            ? new Rejection($"Generation {currentGeneration} of this interval has taken over. Retry that one.")
            : [new RetryRequested(run.Id, command.Reason, command.Actor, now)];
    }
}
