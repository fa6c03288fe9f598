using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Projections.Production.Runs;
using Marten;
using Npgsql;
using Wolverine.Http;

namespace EventedPipelines.Api.Production.Pipelines;

public static class PipelinesEndpoint
{
    const int MostRecent = 120;

    [WolverineGet("/api/v1/pipelines")]
    [Tags("Pipelines"), EndpointSummary("All pipelines, each with its latest interval, and with 'recent' so many intervals back from it.")]
    public static async Task<Reply<Page<PipelineView>>> List(string? area, int? recent, IDocumentStore store, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var show = recent ?? 0;
        if (show > MostRecent)
        {
            return Problems.Invalid("recent", $"'recent' goes from 0 to {MostRecent}.");
        }

        await using var session = store.QuerySession();
        var all = await session.Query<Pipeline>().ToListAsync(cancellationToken);
        var pipelines = all.Where(pipeline => area is null || pipeline.Definition.Area == area).ToArray();
        PipelineDefinition[] definitions = [.. all.Select(pipeline => pipeline.Definition)];
        var standings = await RecentIntervals.OfAsync(database, pipelines, Math.Max(1, show), cancellationToken);
        return new Page<PipelineView>(
            [.. pipelines.OrderBy(pipeline => pipeline.Definition.Id, StringComparer.Ordinal).Select(pipeline => PipelineView.Of(pipeline, definitions, [.. standings[pipeline.Definition.Id]], show))],
            null);
    }

    [WolverineGet("/api/v1/pipelines/{id}")]
    [Tags("Pipelines"), EndpointSummary("A pipeline with the whole of its latest definition.")]
    [Refuses(404)]
    public static async Task<Reply<PipelineDetailsView>> Get(string id, IDocumentStore store, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<Pipeline>(Pipeline.IdOf(id), cancellationToken) is { } pipeline
            ? new Reply<PipelineDetailsView>(StatusCodes.Status200OK, new(id, pipeline.Definition.Area, pipeline.DefinitionVersion, pipeline.Hash, pipeline.Definition)) { Version = pipeline.Version }
            : Problems.UnknownPipeline(id);
    }

    [WolverineGet("/api/v1/pipelines/{id}/versions")]
    [Tags("Pipelines"), EndpointSummary("Every version of a pipeline's definition, newest first, with what changed and how many runs are pinned to it.")]
    [Refuses(404)]
    public static async Task<Reply<Page<PipelineVersionView>>> Versions(string id, IDocumentStore store, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var events = await session.Events.FetchStreamAsync(Pipeline.IdOf(id), token: cancellationToken);
        if (events.Count == 0)
        {
            return Problems.UnknownPipeline(id);
        }

        var runs = await session.PinnedRunsAsync(id, cancellationToken);
        var versions = events.Select(stored => stored.Data).OfType<PipelineDefined>().Reverse().Select(defined => new PipelineVersionView(
            defined.DefinitionVersion, defined.Hash, defined.Actor, defined.DefinedAt, defined.Changes ?? [], runs.GetValueOrDefault(defined.DefinitionVersion), defined.Definition));
        return new Page<PipelineVersionView>([.. versions], null);
    }
}
