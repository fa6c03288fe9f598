using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Engine;
using EventedPipelines.Workers.Production.Runs;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>Where people find a row that the lake knows by its file and its `__row` (<see cref="RunRelations"/>), in files of a source as a run read them.</summary>
sealed class RowPlaces(Lake lake, SourceDefinition source, IReadOnlyList<IngestedFile> files)
{
    readonly Dictionary<IngestedFile, IReadOnlyList<long>?> _pages = [];

    /// <summary>The rows, each with its place as people find it.</summary>
    public async Task<IReadOnlyList<TRow>> ShownAsync<TRow>(
        IReadOnlyList<TRow> rows, Func<TRow, (string Label, long Row)> known, Func<TRow, string, long, TRow> placed, CancellationToken cancellationToken)
    {
        var shown = new List<TRow>();
        foreach (var row in rows)
        {
            var (label, number) = known(row);
            var (file, place) = await OfAsync(label, number, cancellationToken);
            shown.Add(placed(row, file, place));
        }

        return shown;
    }

    async Task<(string File, long Row)> OfAsync(string label, long row, CancellationToken cancellationToken)
    {
        var record = row - RunRelations.FirstRow + 1;
        if (files.FirstOrDefault(file => file.Label == label || file.Name == label) is not { } found)
        {
            return (label, record);
        }

        if (await PagesAsync(found, cancellationToken) is { } pages && PagedRows.Find(pages, record) is var (page, number))
        {
            return ($"{DeliveryOf(found)}/{page}", number);
        }

        var version = source.Contracts.FirstOrDefault(contract => contract.Version == found.ContractVersion) ?? source.Contract;
        return (label, (source with { Contract = version }).FirstRowOf(found.Name) + record - 1);
    }

    async Task<IReadOnlyList<long>?> PagesAsync(IngestedFile file, CancellationToken cancellationToken)
    {
        if (!_pages.TryGetValue(file, out var pages))
        {
            var isPaged = source.Fetch is not null && source.Split is null && PagedRows.AreIn(file.Name);
            _pages[file] = pages = isPaged && await FetchedAsync(file, cancellationToken) is { } path ? await StartsAsync(path) : null;
        }

        return pages;
    }

    static async Task<IReadOnlyList<long>> StartsAsync(string path)
    {
        using var reader = new StreamReader(path);
        return await PagedRows.StartsAsync(reader);
    }

    // Each fetch has a folder of its own, and what counted for the run may have been followed by others.
    async Task<string?> FetchedAsync(IngestedFile file, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(lake.Fetched, DeliveryOf(file));
        foreach (var fetch in Directory.Exists(folder) ? Directory.GetDirectories(folder) : [])
        {
            var path = Path.Combine(fetch, Path.GetFileName(file.Name));
            if (File.Exists(path) && await lake.Hashes.OfAsync(path, cancellationToken) == file.FileSha256)
            {
                return path;
            }
        }

        return null;
    }

    static string DeliveryOf(IngestedFile file) => file.Name[..Math.Max(0, file.Name.LastIndexOf('/'))];
}
