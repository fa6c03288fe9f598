using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Catalog.Pipelines;

public interface IPipelineEvent
{
    Guid PipelineId { get; }
}

/// <summary>A definition that differs from the version before by its <paramref name="Changes"/>; the first has none. The stream's version is the definition's version.</summary>
public sealed record PipelineDefined(
    Guid PipelineId,
    int DefinitionVersion,
    string Hash,
    PipelineDefinition Definition,
    string Actor,
    DateTimeOffset DefinedAt,
    IReadOnlyList<DefinitionChange>? Changes = null) : IPipelineEvent;

/// <summary>A pipeline at its latest definition, or at the version it was folded to.</summary>
public sealed record Pipeline(Guid Id, long Version, int DefinitionVersion, string Hash, PipelineDefinition Definition)
{
    public static Guid IdOf(string pipeline) => DerivedId.Of("pipeline", pipeline);

    public static Pipeline? Fold(Pipeline? state, object @event) => @event switch
    {
        PipelineDefined e => new(e.PipelineId, (state?.Version ?? 0) + 1, e.DefinitionVersion, e.Hash, e.Definition),
        _ => state,
    };
}
