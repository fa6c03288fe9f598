using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Catalog.Pipelines;

/// <summary>The definition found in the workspace, with the hash of its content.</summary>
public sealed record DefinePipeline(PipelineDefinition Definition, string Hash, string Actor);

public static class DefinePipelineDecision
{
    /// <summary>A new version where the content changed, with what changed; nothing where it is as it was.</summary>
    public static Decision Decide(DefinePipeline command, Pipeline? pipeline, DateTimeOffset now)
    {
        if (pipeline?.Hash == command.Hash)
        {
            return [];
        }

        var version = (pipeline?.DefinitionVersion ?? 0) + 1;
        var changes = pipeline is null ? null : DefinitionChanges.Between(pipeline.Definition, command.Definition);
        return [new PipelineDefined(Pipeline.IdOf(command.Definition.Id), version, command.Hash, command.Definition, command.Actor, now, changes)];
    }
}
