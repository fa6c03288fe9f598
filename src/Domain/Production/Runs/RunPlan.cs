using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Production.Runs;

/// <summary>The steps of a run, pinned when it starts: stages in order, the steps within a stage in any order, but models one after another.</summary>
public sealed record RunPlan(IReadOnlyList<string> Sources, bool ChecksInputs, IReadOnlyList<string> Models, bool ChecksOutputs, bool TakesTurn = false)
{
    public static RunPlan Of(PipelineDefinition definition, DataInterval interval) => new(
        [.. definition.Sources.Select(source => source.Id)],
        definition.InputChecks.Any(),
        [.. definition.ModelsIn(interval).Select(model => model.Id)],
        definition.OutputChecksIn(interval).Any(),
        definition.TakesTurnIn(interval));

    /// <summary>The steps that may be done next, given those already done; none when all are.</summary>
    public IReadOnlyList<Step> Next(Func<Step, bool> done)
    {
        ReadOnlySpan<IReadOnlyList<Step>> stages = [
            [.. Sources.Select(Step.Ingest)],
            ChecksInputs ? [Step.CheckInputs] : [],
            TakesTurn ? [Step.Turn] : [],
            .. Models.Select(model => new[] { Step.Transform(model) }),
            ChecksOutputs ? [Step.CheckOutputs] : [],
            [Step.Publish],
        ];
        foreach (var stage in stages)
        {
            Step[] open = [.. stage.Where(step => !done(step))];
            if (open.Length > 0)
            {
                return open;
            }
        }

        return [];
    }
}
