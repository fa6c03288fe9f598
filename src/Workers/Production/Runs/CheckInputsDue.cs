using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Checks;
using EventedPipelines.Workers.Production.Deliveries;

namespace EventedPipelines.Workers.Production.Runs;

/// <summary>All sources of a run are there: check them before anything reads them.</summary>
public sealed record CheckInputsDue(Guid RunId, long Fence);

public static class CheckInputsDueHandler
{
    public static Task Handle(CheckInputsDue due, StepRunner steps, DeliveredChecks delivered, CheckEngine checks, CancellationToken cancellationToken) =>
        steps.RunAsync(due.RunId, Step.CheckInputs, due.Fence, async material =>
        {
            var report = await checks.InputAsync(material, await delivered.OfAsync(material, cancellationToken), cancellationToken);
            return new StepResult.Checked(report.Results, report.Quarantined) { Gaps = await delivered.GapsAsync(report.Results, material, cancellationToken) };
        }, cancellationToken);
}
