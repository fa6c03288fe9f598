using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Catalog.Pipelines;

/// <summary>What tells two versions of a definition apart: the hash of its <see cref="CanonicalJson"/>. Models run, and columns stand, in the order of their lists.</summary>
public static class DefinitionHash
{
    public static string Of(PipelineDefinition definition) => CanonicalJson.HashOf(definition);
}
