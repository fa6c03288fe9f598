using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Checks;

namespace EventedPipelines.Workers.Production.Runs;

/// <summary>All models of a run are there: check them before anything is published.</summary>
public sealed record CheckOutputsDue(Guid RunId, long Fence);

public static class CheckOutputsDueHandler
{
    public static Task Handle(CheckOutputsDue due, StepRunner steps, CheckEngine checks, CancellationToken cancellationToken) =>
        steps.RunAsync(due.RunId, Step.CheckOutputs, due.Fence, async material =>
        {
            var report = await checks.OutputAsync(material, cancellationToken);
            return new StepResult.Checked(report.Results, report.Quarantined);
        }, cancellationToken);
}
