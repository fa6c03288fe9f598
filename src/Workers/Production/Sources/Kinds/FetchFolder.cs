using System.Security.Cryptography;
using System.Text;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources.Kinds;

/// <summary>
/// The folder of one fetch. What comes is written into a hidden one, which is renamed to the hash of its files when it is whole, or to one below
/// `attempts` when the fetch failed: a killed fetch leaves nothing that is ever read.
/// </summary>
sealed class FetchFolder : IDisposable
{
    const string Attempts = "attempts";
    const string Unfinished = ".fetch";

    readonly string _root;
    readonly string _aside;

    FetchFolder(string root)
    {
        _root = Path.GetFullPath(root);
        _aside = Path.Combine(_root, $".{Guid.NewGuid():N}{Unfinished}");
        Directory.CreateDirectory(_aside);
    }

    /// <summary>Runs a fetch in a folder of its own. A failure of it names what came last.</summary>
    public static async Task<FetchResult> FetchAsync(FetchRequest request, Func<FetchFolder, Task<FetchResult>> fetch)
    {
        using var folder = new FetchFolder(request.Folder);
        try
        {
            return await fetch(folder);
        }
        catch (StepFailedException failed) when (Directory.EnumerateFiles(folder._aside).Any())
        {
            var kept = await folder.MoveAsync(Path.Combine(folder._root, Attempts), CancellationToken.None);
            var error = failed.Error with { Message = $"{failed.Error.Message} What came is kept in {(kept.LastOrDefault(file => !PagedRows.AreIn(file.Name)) ?? kept[^1]).Path}." };
            throw new StepFailedException(error, failed) { Line = failed.Line };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Failure.Transient(folder._root, $"What comes cannot be written: {error.Message}", "It is tried again. If it keeps failing, look at the disk's space and the folder's owner.", error);
        }
    }

    /// <summary>Deletes what killed fetches left below a folder: what was begun before then, which is now where nobody else fetches.</summary>
    public static void Sweep(string root, DateTime begunBefore)
    {
        var left = Directory.Exists(root) ? Directory.GetDirectories(root, $".*{Unfinished}", SearchOption.AllDirectories) : [];
        foreach (var fetch in left.Where(fetch => Directory.GetCreationTimeUtc(fetch) <= begunBefore))
        {
            Directory.Delete(fetch, recursive: true);
        }
    }

    /// <summary>Where to write a file of this name.</summary>
    public string PathOf(string name) => Path.Combine(_aside, name);

    /// <summary>Takes all files to where they stay, in the order of their names.</summary>
    public Task<IReadOnlyList<FetchedFile>> CompleteAsync(CancellationToken cancellationToken) => MoveAsync(_root, cancellationToken);

    public void Dispose()
    {
        if (Directory.Exists(_aside))
        {
            Directory.Delete(_aside, recursive: true);
        }
    }

    async Task<IReadOnlyList<FetchedFile>> MoveAsync(string below, CancellationToken cancellationToken)
    {
        var files = await FilesAsync(_aside, cancellationToken);
        var folder = Path.Combine(below, HashOf(files));
        if (Directory.Exists(folder) && HashOf(await FilesAsync(folder, cancellationToken)) != Path.GetFileName(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(below);
            Directory.Move(_aside, folder);
        }

        return [.. files.Select(file => file with { Path = Path.Combine(folder, file.Name) })];
    }

    static async Task<IReadOnlyList<FetchedFile>> FilesAsync(string folder, CancellationToken cancellationToken)
    {
        List<FetchedFile> files = [];
        foreach (var path in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
        {
            files.Add(new(Path.GetFileName(path), path, new FileInfo(path).Length, await FileHashes.ComputeAsync(path, cancellationToken)));
        }

        return files;
    }

    static string HashOf(IEnumerable<FetchedFile> files) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', files.Select(file => $"{file.Name}\t{file.Sha256}")))));
}
