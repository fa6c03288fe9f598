using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Workers.Production.Runs;

/// <summary>A model of a run is to be computed, first or again.</summary>
public sealed record TransformDue(Guid RunId, string Model, long Fence);

public static class TransformDueHandler
{
    public static Task Handle(TransformDue due, StepRunner steps, Transforms transforms, CancellationToken cancellationToken) =>
        steps.RunAsync(due.RunId, Step.Transform(due.Model), due.Fence, async material =>
            new StepResult.Transformed(await transforms.RunAsync(material, material.Definition.Model(due.Model), cancellationToken)), cancellationToken);
}
