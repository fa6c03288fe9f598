using System.Collections.Concurrent;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>
/// Gives an interval its part of a parsed file. What was cut once is known by the digests of its rows, so that a file in which other days
/// changed costs nothing for this one.
/// </summary>
sealed class SnapshotCutter(Lake lake, IngestEngine engine)
{
    const int Most = 100_000;

    readonly ConcurrentDictionary<string, string> _known = new(StringComparer.Ordinal);

    public async Task<IngestedFile> FileAsync(SourceDefinition source, DataInterval dataInterval, string name, string fileSha256, long bytes, ParsedFile parsed, CancellationToken cancellationToken)
    {
        if (parsed.Periods is not { } periods)
        {
            var whole = parsed.Rejects is not { } cached ? null : await KnownAsync(
                lake.Rejects, $"{cached} {name}", async session => await RejectedRows.StoreAsync(lake, session, cached, name, cancellationToken), cancellationToken);
            return new(name, parsed.Sha256, fileSha256, parsed.Rows, bytes, parsed.Rejected, whole, Numbered: whole is not null);
        }

        var days = dataInterval.Days.Select(day => periods.GetValueOrDefault(day)).OfType<PeriodRows>().ToList();
        var rows = days.Sum(day => day.Rows);
        var own = days.Sum(day => day.Rejected);
        var rejected = own + parsed.Undated;
        var snapshot = await KnownAsync(
            lake.Snapshots(source.Id),
            parsed.RowsKey(source, dataInterval.Days),
            async session => await new SplitFile(lake, session, source).CutAsync(parsed, dataInterval.First, dataInterval.End, rows, own > 0, cancellationToken),
            cancellationToken);
        var rejects = rejected == 0 ? null : await KnownAsync(
            lake.Rejects,
            $"{parsed.Sha256} {dataInterval.First} {dataInterval.End} {name}",
            async session => await new SplitFile(lake, session, source).RejectsAsync(parsed, name, dataInterval.First, dataInterval.End, cancellationToken),
            cancellationToken);
        return new(name, snapshot, fileSha256, rows, bytes, rejected, rejects, Numbered: own > 0);
    }

    async Task<string> KnownAsync(string folder, string key, Func<EngineSession, Task<LakeFile>> cut, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(key, out var sha256) && await lake.IsWholeAsync(folder, sha256, cancellationToken))
        {
            return sha256;
        }

        if (_known.Count >= Most)
        {
            _known.Clear();
        }

        using var session = engine.Connect();
        try
        {
            return _known[key] = (await cut(session)).Sha256;
        }
        catch (EngineException error)
        {
            throw Failure.Of(error, Path.Combine(lake.Root, "splits"), "Delete this folder: it is a cache and is made anew.");
        }
    }
}
