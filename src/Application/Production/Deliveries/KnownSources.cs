using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Production.Deliveries;
using Marten;

namespace EventedPipelines.Application.Production.Deliveries;

public static class KnownSources
{
    /// <summary>All that a pipeline reads, by their ids.</summary>
    public static async Task<IReadOnlyList<KnownSource>> SourcesAsync(this IQuerySession session, CancellationToken cancellationToken)
    {
        var pipelines = (await session.Query<Pipeline>().ToListAsync(cancellationToken)).Select(pipeline => pipeline.Definition).OrderBy(pipeline => pipeline.Id, StringComparer.Ordinal);
        return [.. from reader in pipelines
                   from source in reader.Sources
                   group (source, reader) by source.Id into same
                   orderby same.Key
                   select new KnownSource(same.First().source with { Zone = same.First().reader.Zone }, [.. same.Select(read => read.reader)])];
    }

    /// <summary>Null where no pipeline reads it.</summary>
    public static async Task<KnownSource?> SourceAsync(this IQuerySession session, string id, CancellationToken cancellationToken) =>
        (await session.SourcesAsync(cancellationToken)).FirstOrDefault(source => source.Definition.Id == id);
}
