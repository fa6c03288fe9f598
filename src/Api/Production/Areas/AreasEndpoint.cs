using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Projections.Production.Runs;
using Marten;
using Npgsql;
using Wolverine.Http;

namespace EventedPipelines.Api.Production.Areas;

/// <summary>A business area and its pipelines, each with its latest interval.</summary>
public sealed record AreaView(string Id, IReadOnlyList<AreaPipelineView> Pipelines);

public sealed record AreaPipelineView(string Id, Audience Audience, IntervalStanding? Latest);

public static class AreasEndpoint
{
    [WolverineGet("/api/v1/areas")]
    [Tags("Areas"), EndpointSummary("The business areas with their pipelines and where each stands.")]
    public static async Task<Reply<Page<AreaView>>> List(IDocumentStore store, NpgsqlDataSource database, CancellationToken cancellationToken) =>
        new Page<AreaView>(await AllAsync(store, database, cancellationToken), null);

    public static async Task<IReadOnlyList<AreaView>> AllAsync(IDocumentStore store, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var pipelines = await session.Query<Pipeline>().ToListAsync(cancellationToken);
        var standings = await RecentIntervals.OfAsync(database, [.. pipelines], reach: 1, cancellationToken);
        return [.. from pipeline in pipelines.Select(pipeline => pipeline.Definition).OrderBy(definition => definition.Id, StringComparer.Ordinal)
                   group new AreaPipelineView(pipeline.Id, pipeline.Audience, standings[pipeline.Id].FirstOrDefault()) by pipeline.Area into area
                   orderby area.Key
                   select new AreaView(area.Key, [.. area])];
    }
}
