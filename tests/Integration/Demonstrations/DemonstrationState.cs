using EventedPipelines.Workers.Workspaces;
using JasperFx.Events;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace EventedPipelines.Tests.Integration.Demonstrations;

/// <summary>What lies in the data folder, what is published, and all that has happened, at one instant.</summary>
sealed record DemonstrationState(Deliveries Deliveries, IReadOnlyList<PublishedNumbers> Published, IReadOnlyList<IEvent> Events)
{
    public static async Task<DemonstrationState> OfAsync(IServiceProvider services, string data)
    {
        var database = services.GetRequiredService<NpgsqlDataSource>();
        List<PublishedNumbers> published = [.. await PublishedNumbers.OfPointsAsync(database)];
        foreach (var table in services.GetRequiredService<Workspace>().Pipelines.SelectMany(pipeline => pipeline.Models).Select(model => model.Target)
            .OfType<Domain.Catalog.Pipelines.TargetDefinition>())
        {
            published.AddRange(await PublishedNumbers.OfTableAsync(database, table));
        }

        await using var session = services.GetRequiredService<IDocumentStore>().QuerySession();
        return new(Deliveries.In(data, services.GetRequiredService<TimeProvider>().GetUtcNow()), published,
            [.. (await session.Events.QueryAllRawEvents().ToListAsync()).OrderBy(happened => happened.Sequence)]);
    }
}
