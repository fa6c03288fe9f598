using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Workers.Catalog.Pipelines;

namespace EventedPipelines.Workers.Production.Runs;

/// <summary>Which pipelines of the workspace read what another one publishes.</summary>
public sealed class UpstreamReaders(WorkspacePipelines pipelines)
{
    public IReadOnlyList<PipelineDefinition> Of(string pipeline) => [.. pipelines.All.Where(other => other.UpstreamTargets.Any(target => target.Pipeline == pipeline))];
}
