using System.Collections.Concurrent;
using EventedPipelines.Domain.Catalog.Pipelines;
using Marten;

namespace EventedPipelines.Workers.Catalog.Pipelines;

/// <summary>Definitions by version, out of the store and not out of the files: a run is done as it was pinned. Versions never change, so they are kept.</summary>
public sealed class PipelineDefinitions(IDocumentStore store, WorkspacePipelines workspace)
{
    readonly ConcurrentDictionary<(string Pipeline, int Version), PipelineDefinition> _kept = [];

    public async Task<PipelineDefinition> AtAsync(string pipeline, int version, CancellationToken cancellationToken)
    {
        if (_kept.TryGetValue((pipeline, version), out var kept))
        {
            return kept;
        }

        await using var session = store.QuerySession();
        var events = await session.Events.FetchStreamAsync(Pipeline.IdOf(pipeline), token: cancellationToken);
        List<PipelineDefined> all = [.. events.Select(e => e.Data).OfType<PipelineDefined>()];
        var defined = all.Single(e => e.DefinitionVersion == version);
        if (defined == all[^1])
        {
            // Another process may have written a contract's next version.
            workspace.Adopt(defined.Definition, version);
        }

        return _kept[(pipeline, version)] = defined.Definition;
    }

    /// <exception cref="InvalidOperationException">The pipeline was never defined.</exception>
    public async Task<PipelineDefinition> LatestAsync(string pipeline, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var latest = await session.LoadAsync<Pipeline>(Pipeline.IdOf(pipeline), cancellationToken);
        return latest?.Definition ?? throw new InvalidOperationException($"Pipeline '{pipeline}' was never defined.");
    }
}
