using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace EventedPipelines.Workers.Production.Engine;

/// <summary>
/// SHA-256 of files, in lower-case hex, computed once for each state of a file. One that has changed a moment ago may change again within the same tick
/// of the file system's clock, and so in the same state: its hash is not kept.
/// </summary>
sealed class FileHashes
{
    const int Most = 100_000;

    readonly ConcurrentDictionary<string, (FileStamp Stamp, string Sha256)> _known = new(StringComparer.Ordinal);

    public async Task<string> OfAsync(string path, CancellationToken cancellationToken)
    {
        var stamp = FileStamp.Of(path);
        if (stamp is not null && _known.TryGetValue(path, out var found) && found.Stamp == stamp)
        {
            return found.Sha256;
        }

        var sha256 = await ComputeAsync(path, cancellationToken);
        if (stamp is { IsFresh: false } && FileStamp.Of(path) == stamp)
        {
            Remember(path, stamp.Value, sha256);
        }

        return sha256;
    }

    public static async Task<string> ComputeAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 20, FileOptions.SequentialScan);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }

    public void Remember(string path, FileStamp stamp, string sha256)
    {
        if (_known.Count >= Most)
        {
            _known.Clear();
        }

        _known[path] = (stamp, sha256);
    }
}
