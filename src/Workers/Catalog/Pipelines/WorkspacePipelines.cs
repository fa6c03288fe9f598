using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Sources;

namespace EventedPipelines.Workers.Catalog.Pipelines;

/// <summary>The pipelines of the workspace that this process was started with, as they are by now: a contract's next version may come while it runs.</summary>
public sealed class WorkspacePipelines(IReadOnlyList<PipelineDefinition> all)
{
    readonly Lock _lock = new();
    readonly Dictionary<string, int> _adopted = new(StringComparer.Ordinal);

    public IReadOnlyList<PipelineDefinition> All { get; private set; } = all;

    /// <summary>Two readers have one definition of a source; null where nobody reads it.</summary>
    public SourceDefinition? Source(string id) => All.SelectMany(pipeline => pipeline.Sources).FirstOrDefault(source => source.Id == id);

    /// <summary>Takes a later definition of one of them; nothing where a still later one was taken by somebody who was faster.</summary>
    public void Adopt(PipelineDefinition later, int version)
    {
        lock (_lock)
        {
            if (version > _adopted.GetValueOrDefault(later.Id))
            {
                _adopted[later.Id] = version;
                All = [.. All.Select(known => known.Id == later.Id ? later : known)];
            }
        }
    }
}
