using System.Security.Cryptography;
using System.Text;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Kernel;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>
/// Brings the files of an interval into the lake (domain.md 2.5): each as a Parquet snapshot of exactly the interval's rows with the
/// contract's columns in file order, named by its SHA-256. The same file gives the same hash on every run, and so do the same
/// rows wherever they stand in a file of many intervals: only intervals whose rows changed are seen to change. A file is parsed once per content; taking
/// another interval from it, or the same one again, takes milliseconds.
/// </summary>
public sealed class SourceIngest(string dataFolder, Lake lake, IngestEngine engine, FileSettling? settling = null, FetchedDeliveries? fetched = null, ILogger<SourceIngest>? log = null)
{
    readonly FileParser _parser = new(lake, engine);
    readonly KeyedLocks _locks = new();
    readonly SnapshotCutter _cutter = new(lake, engine);

    /// <summary>
    /// The files of the data interval, or those that are missing. A file that covers many intervals counts as missing while it ends before the
    /// data interval; where it reaches beyond it, a data interval without rows is empty. Rows that do not fit the contract are set apart and counted. A broken
    /// file, or one with too many of them, is a permanent <see cref="StepFailedException"/>
    /// that names file, line, column and value. What is still being written is <see cref="Workers.Production.Sources.Unsettled"/>. The same bytes under a second name count once.
    /// </summary>
    public async Task<IngestResult> IngestAsync(SourceDefinition source, DataInterval dataInterval, CancellationToken cancellationToken)
    {
        var period = source.PeriodOf(dataInterval);
        var deliveries = SourcePaths.Of(source, period.Days).Select(name => There(source, name)).ToList();
        var names = deliveries.SelectMany(found => found).Distinct(StringComparer.Ordinal).ToList();
        var missing = SourcePaths.Of(source, source.DaysExpected(period)).Where(name => There(source, name).Count == 0).ToList();
        if (missing.Count > 0)
        {
            return new Missing(missing) { Found = await ThereAsync(source, period, deliveries, names, cancellationToken) };
        }

        if (StillWritten(source, names) is { } unsettled)
        {
            return unsettled;
        }

        var all = await AllAsync(source, period, names, cancellationToken);
        if (source.Split is not null && source.IsExpected(period) && all.All(file => EndsBefore(file.Parsed, period.First)))
        {
            return new Missing(names);
        }

        // One that owes nothing and ends before the data interval says nothing of it: it is no empty delivery (domain.md 1.4).
        if (source.Split is not null)
        {
            all = [.. all.Where(file => !EndsBefore(file.Parsed, period.First))];
        }

        return await IngestedAsync(source, period, deliveries, all, cancellationToken);
    }

    /// <summary>The files of the period that are there.</summary>
    internal IReadOnlyList<SourceFile> FilesOf(SourceDefinition source, DataInterval period) =>
        [.. SourcePaths.Of(source, period.Days).SelectMany(name => There(source, name)).Distinct(StringComparer.Ordinal).Select(name => FileOf(source, period, name))];

    SourceFile FileOf(SourceDefinition source, DataInterval period, string name) => new(PathOf(source, name), name, source, period.First);

    async Task<Ingested> IngestedAsync(
        SourceDefinition source, DataInterval period, List<IReadOnlyList<string>> deliveries, List<(SourceFile File, string Sha256, ParsedFile Parsed)> all, CancellationToken cancellationToken)
    {
        var files = await FilesAsync(source, period, deliveries, all, cancellationToken);
        var headers = all.Select(file => Fingerprint(file.Parsed.Header, file.File)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return new(files, files.Sum(file => file.Rows), headers.Count == 1 ? headers[0] : Hash(headers))
        {
            Headers = all.DistinctBy(file => file.File.Name).ToDictionary(file => file.File.Name, file => file.Parsed.Header),
        };
    }

    // Of a period of many files those that are there. One that cannot be read is the run's to meet when all are.
    async Task<Ingested?> ThereAsync(SourceDefinition source, DataInterval period, List<IReadOnlyList<string>> deliveries, List<string> names, CancellationToken cancellationToken)
    {
        try
        {
            return StillWritten(source, names) is null ? await IngestedAsync(source, period, deliveries, await AllAsync(source, period, names, cancellationToken), cancellationToken) : null;
        }
        catch (StepFailedException)
        {
            return null;
        }
    }

    async Task<List<(SourceFile File, string Sha256, ParsedFile Parsed)>> AllAsync(SourceDefinition source, DataInterval period, List<string> names, CancellationToken cancellationToken)
    {
        var all = new List<(SourceFile File, string Sha256, ParsedFile Parsed)>();
        foreach (var name in names)
        {
            var file = FileOf(source, period, name);
            var (sha256, parsed) = await ParsedAsync(file, cancellationToken);
            all.Add((file, sha256, FileDiagnosis.Judged(parsed, name, source)));
        }

        return all;
    }

    async Task<List<IngestedFile>> FilesAsync(
        SourceDefinition source, DataInterval period, List<IReadOnlyList<string>> deliveries, List<(SourceFile File, string Sha256, ParsedFile Parsed)> all, CancellationToken cancellationToken)
    {
        var files = new List<IngestedFile>();
        foreach (var (from, sha256, parsed) in all)
        {
            var name = from.Name;
            var file = await _cutter.FileAsync(source, period, name, sha256, FileStamp.Of(from.Path)?.Size ?? 0, parsed, cancellationToken) with
            {
                Doubt = source.Fetch is null ? null : fetched?.DoubtOf(name),
            };
            var alike = all.Where(other => other.Sha256 == sha256 && other.File.Folders == from.Folders).Select(other => other.File.Name);
            var original = parsed.Rows + parsed.Rejected == 0 ? name : OriginalOf(name, deliveries, alike);
            files.Add(original == name ? file : file with { Rows = 0, RejectedRows = 0, Rejects = null, DuplicateOf = original });
        }

        return files;
    }

    // Files of two days may well hold the same. Of those of one, the shortest name is the original: programs add " (1)" and "-copy" to it.
    static string OriginalOf(string name, IEnumerable<IReadOnlyList<string>> deliveries, IEnumerable<string> alike) =>
        deliveries.First(found => found.Contains(name)).Intersect(alike).OrderBy(other => other.Length).ThenBy(other => other, StringComparer.Ordinal).First();

    string PathOf(SourceDefinition source, string name) => source.Fetch is null ? SourcePaths.Full(dataFolder, name) : fetched!.PathOf(name);

    // With a marker that says when a file is whole, one without it is not there yet.
    IReadOnlyList<string> There(SourceDefinition source, string name)
    {
        if (source.Fetch is not null)
        {
            return fetched?.There(name) ?? [];
        }

        var found = SourcePaths.There(dataFolder, name);
        return source.Done is null ? found : [.. found.Where(file => SourcePaths.MarkerOf(source.Done, file) is var marker && marker != file && File.Exists(SourcePaths.Full(dataFolder, marker)))];
    }

    Unsettled? StillWritten(SourceDefinition source, IEnumerable<string> names)
    {
        if (settling is null || source.Done is not null || source.Fetch is not null)
        {
            return null;
        }

        var late = names
            .Select(name => (Name: name, Left: settling.LeftOf(SourcePaths.Full(dataFolder, name), source.Settle ?? SourceDefinition.UsualSettle)))
            .Where(file => file.Left is not null)
            .ToList();
        return late.Count == 0 ? null : new([.. late.Select(file => file.Name)], late.Max(file => file.Left!.Value));
    }

    static bool EndsBefore(ParsedFile parsed, DateOnly day) => parsed.Periods!.Count == 0 || parsed.Periods.Keys.Max() < day;

    async Task<(string Sha256, ParsedFile Parsed)> ParsedAsync(SourceFile file, CancellationToken cancellationToken)
    {
        var (path, name, source) = (file.Path, file.Name, file.Source);
        try
        {
            var stamp = FileStamp.Of(path);
            if (stamp is not { IsRegular: true })
            {
                throw Failure.Permanent(name, $"This is {(Directory.Exists(path) ? "a folder" : "something else")}, not a file.", "Deliver a file of this name, or correct the source's path.");
            }

            var sha256 = await lake.Hashes.OfAsync(path, cancellationToken);
            var key = ParsedFile.Key(sha256, file);
            using var mine = await _locks.TakeAsync(key, cancellationToken);
            if (await ParsedFile.RecallAsync(lake, key, cancellationToken) is { } known && await IsWholeAsync(source, known, cancellationToken))
            {
                return (sha256, known);
            }

            var parsed = await _parser.ParseAsync(file, cancellationToken);
            if (FileStamp.Of(path) != stamp || (stamp.Value.IsFresh && await FileHashes.ComputeAsync(path, cancellationToken) != sha256))
            {
                throw Failure.Transient(name, "The file changed while it was read.", "It is read again. Deliver files under another name and rename them when they are whole.");
            }

            log?.LogDebug("Read {File}: {Rows} rows, {Rejected} rejected", name, parsed.Rows, parsed.Rejected);
            await parsed.RememberAsync(lake, key, cancellationToken);
            return (sha256, parsed);
        }
        catch (UnauthorizedAccessException error)
        {
            throw Failure.Permanent(name, "The file cannot be read: permission denied.", $"Let the user '{Environment.UserName}' read it.", error);
        }
        catch (IOException error)
        {
            throw Failure.Transient(name, $"The file cannot be read: {error.Message}", "It is tried again. If it keeps failing, look at the disk or the mount.", error);
        }
    }

    async Task<bool> IsWholeAsync(SourceDefinition source, ParsedFile known, CancellationToken cancellationToken) =>
        await lake.IsWholeAsync(source.Split is null ? lake.Snapshots(source.Id) : lake.Splits, known.Sha256, cancellationToken)
        && (known.Rejects is not { } rejects || await lake.IsWholeAsync(lake.Splits, rejects, cancellationToken));

    static string Fingerprint(IReadOnlyList<string> header, SourceFile file)
    {
        var names = new ColumnNames(file.Contract, file.IsHeadless);
        return Hash(header.Select(name => $"{name}\t{names.Find(name)?.Column.Type}"));
    }

    static string Hash(IEnumerable<string> lines) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
}
