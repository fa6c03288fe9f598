using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.Pipelines;
using EventedPipelines.Domain.Runs;
using EventedPipelines.Workers.Engine;

namespace EventedPipelines.Workers.Runs;

/// <summary>
/// Brings the files of an interval into the lake (domain.md 2.5): each as a Parquet snapshot of exactly the interval's rows with the
/// contract's columns in file order, named by its SHA-256. The same file gives the same hash on every run, and so do the same
/// rows wherever they stand in a file of many intervals: only intervals whose rows changed are seen to change. A file is parsed once per content; taking
/// another interval from it, or the same one again, takes milliseconds.
/// </summary>
public sealed class SourceIngest(string dataFolder, Lake lake, IngestEngine engine)
{
    const int MostCuts = 100_000;

    readonly FileParser parser = new(lake, engine);
    readonly KeyedLocks locks = new();
    readonly ConcurrentDictionary<(string File, DateOnly From, DateOnly Before), string> cut = new();

    /// <summary>
    /// The files of the slice, or those that are missing. A file that covers many intervals counts as missing while it ends before the
    /// slice; where it reaches beyond it, a slice without rows is empty. A broken file is a permanent <see cref="StepFailedException"/>
    /// that names file, line, column and value.
    /// </summary>
    public async Task<IngestResult> IngestAsync(SourceDefinition source, Slice slice, CancellationToken cancellation)
    {
        var period = source.PeriodOf(slice);
        var there = SourcePaths.Of(source, period.Days).Where(name => Path.Exists(SourcePaths.Full(dataFolder, name))).ToList();
        var missing = SourcePaths.Of(source, source.DaysExpected(period)).Except(there).ToList();
        if (missing.Count > 0)
        {
            return new Missing(missing);
        }

        var files = new List<IngestedFile>();
        var headers = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in there)
        {
            var (fileSha256, parsed) = await ParsedAsync(source, name, cancellation);
            if (source.IsExpected(period) && parsed.Periods is { } periods && (periods.Count == 0 || periods.Keys.Max() < period.First))
            {
                missing.Add(name);
                continue;
            }

            files.Add(await SnapshotAsync(source, period, name, fileSha256, parsed, cancellation));
            headers.Add(Fingerprint(parsed.Header, source.Contract));
        }

        return missing.Count > 0
            ? new Missing(missing)
            : new Ingested(files, files.Sum(file => file.Rows), headers.Count == 1 ? headers.Single() : Hash(headers.Order(StringComparer.Ordinal)));
    }

    async Task<(string Sha256, ParsedFile Parsed)> ParsedAsync(SourceDefinition source, string name, CancellationToken cancellation)
    {
        var path = SourcePaths.Full(dataFolder, name);
        try
        {
            var stamp = FileStamp.Of(path);
            if (stamp is not { IsRegular: true })
            {
                throw Failure.Permanent(name, $"This is {(Directory.Exists(path) ? "a folder" : "something else")}, not a file.", "Deliver a CSV file of this name, or correct the source's path.");
            }

            var sha256 = await lake.Hashes.OfAsync(path, cancellation);
            var key = ParsedFile.Key(sha256, source);
            using var mine = await locks.TakeAsync(key, cancellation);
            if (await ParsedFile.RecallAsync(lake, key, cancellation) is { } known && await lake.IsWholeAsync(FolderOf(source), known.Sha256, cancellation))
            {
                return (sha256, known);
            }

            var parsed = await parser.ParseAsync(path, name, source, cancellation);
            if (FileStamp.Of(path) != stamp)
            {
                throw Failure.Transient(name, "The file changed while it was read.", "It is read again. Deliver files under another name and rename them when they are whole.");
            }

            await parsed.RememberAsync(lake, key, cancellation);
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

    async Task<IngestedFile> SnapshotAsync(SourceDefinition source, Slice slice, string name, string fileSha256, ParsedFile parsed, CancellationToken cancellation)
    {
        var bytes = FileStamp.Of(SourcePaths.Full(dataFolder, name))?.Size ?? 0;
        if (parsed.Periods is not { } periods)
        {
            return new(name, parsed.Sha256, fileSha256, parsed.Rows, bytes, 0);
        }

        var rows = slice.Days.Sum(day => periods.GetValueOrDefault(day));
        var part = (ParsedFile.Key(fileSha256, source), slice.First, slice.End);
        if (!cut.TryGetValue(part, out var sha256) || !await lake.IsWholeAsync(lake.Snapshots(source.Id), sha256, cancellation))
        {
            if (cut.Count >= MostCuts)
            {
                cut.Clear();
            }

            sha256 = (await parser.CutAsync(parsed, source, slice.First, slice.End, rows, cancellation)).Sha256;
            cut[part] = sha256;
        }

        return new(name, sha256, fileSha256, rows, bytes, 0);
    }

    string FolderOf(SourceDefinition source) => source.Split is null ? lake.Snapshots(source.Id) : lake.Splits;

    static string Fingerprint(IReadOnlyList<string> header, Contract contract) =>
        Hash(header.Select(name => $"{name}\t{contract.Columns.FirstOrDefault(column => column.Name == name)?.Type}"));

    static string Hash(IEnumerable<string> lines) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
}
