using EventedPipelines.Domain.Catalog.Pipelines;

namespace EventedPipelines.Workers.Catalog.Pipelines;

/// <summary>The pipelines of the workspace that this process was started with.</summary>
public sealed record WorkspacePipelines(IReadOnlyList<PipelineDefinition> All);
