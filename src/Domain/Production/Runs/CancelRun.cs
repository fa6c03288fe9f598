using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Production.Runs;

public sealed record CancelRun(Guid RunId, string? Reason, string Actor);

public static class CancelRunDecision
{
    public static Decision Decide(CancelRun command, Run run, DateTimeOffset now) => run.IsFinished
        ? new Rejection($"The run is already {run.Outcome}.")
        : [new RunCancelled(run.Id, command.Reason, command.Actor, now)];
}
