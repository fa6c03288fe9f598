using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Workers.Production.Engine;

/// <summary>A file of the lake: where it is, the SHA-256 that names it, its bytes.</summary>
public sealed record LakeFile(string Path, string Sha256, long Bytes);

/// <summary>
/// The folder of immutable Parquet files, each named by the SHA-256 of its bytes and read-only: `snapshots/&lt;source&gt;/`,
/// `rejects/`, `quarantine/`, `models/`. `splits/` is a cache of parsed files and may be deleted. A file is written aside, hashed, flushed and
/// renamed, so a write killed half-way leaves nothing that is ever read.
/// </summary>
public sealed class Lake
{
    const string Unfinished = ".tmp";

    const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    public Lake(string root)
    {
        Root = System.IO.Path.GetFullPath(root);
        Directory.CreateDirectory(Root);
    }

    public string Root { get; }

    /// <summary>Deletes what killed writers left behind. Only for a moment when nobody writes: before the workers of a home start.</summary>
    public void Sweep()
    {
        foreach (var left in Directory.EnumerateFiles(Root, $".*{Unfinished}", SearchOption.AllDirectories))
        {
            File.Delete(left);
        }
    }

    internal FileHashes Hashes { get; } = new();

    internal string Quarantine => Folder("quarantine");

    internal string Rejects => Folder("rejects");

    internal string Models => Folder("models");

    internal string Splits => Folder("splits");

    internal string Fetched => Folder("fetched");

    internal string Snapshots(string source) => Folder(System.IO.Path.Combine("snapshots", source));

    /// <summary>
    /// Stores what <paramref name="write"/> puts into the path it is given. Where a whole file of that hash is there already it is kept; a
    /// damaged one is replaced.
    /// </summary>
    internal async Task<LakeFile> StoreAsync(string folder, Func<string, Task> write, CancellationToken cancellationToken)
    {
        var aside = Aside(folder);
        try
        {
            await write(aside);
            await FlushAsync(aside, cancellationToken);
            var sha256 = await FileHashes.ComputeAsync(aside, cancellationToken);
            var path = PathOf(folder, sha256);
            if (!File.Exists(path) || await Hashes.OfAsync(path, cancellationToken) != sha256)
            {
                Protect(aside);
                File.Move(aside, path, overwrite: true);
                Hashes.Remember(path, FileStamp.Of(path)!.Value, sha256);
            }

            return new(path, sha256, new FileInfo(path).Length);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(folder, error);
        }
        finally
        {
            File.Delete(aside);
        }
    }

    /// <summary>The path of a file whose bytes still have its hash; a missing or damaged one is a permanent error that names it.</summary>
    internal async Task<string> VerifiedAsync(string folder, string sha256, CancellationToken cancellationToken)
    {
        var path = PathOf(folder, sha256);
        if (await IsWholeAsync(folder, sha256, cancellationToken))
        {
            return path;
        }

        var wrong = File.Exists(path) ? "is damaged: its bytes no longer have the hash that names it" : "is missing";
        throw Failure.Permanent(path, $"This file of the lake {wrong}.", "Run the interval again: a new generation writes it anew from its origin. Then find out what touched the lake.");
    }

    internal async Task<bool> IsWholeAsync(string folder, string sha256, CancellationToken cancellationToken)
    {
        var path = PathOf(folder, sha256);
        return File.Exists(path) && await Hashes.OfAsync(path, cancellationToken) == sha256;
    }

    internal static string Aside(string folder) => System.IO.Path.Combine(folder, $".{Guid.NewGuid():N}{Unfinished}");

    internal static string PathOf(string folder, string sha256) => System.IO.Path.Combine(folder, $"{sha256}.parquet");

    static void Protect(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, ReadOnly);
        }
    }

    static async Task FlushAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        await file.FlushAsync(cancellationToken);
        file.Flush(flushToDisk: true);
    }

    static StepFailedException Unwritable(string folder, Exception error) =>
        Failure.Transient(folder, $"The lake cannot be written: {error.Message}", "It is tried again. If it keeps failing, look at the disk's space and the folder's owner.", error);

    string Folder(string name)
    {
        var folder = System.IO.Path.Combine(Root, name);
        try
        {
            return Directory.CreateDirectory(folder).FullName;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(folder, error);
        }
    }
}
