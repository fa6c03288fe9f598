using System.Collections.Concurrent;
using EventedPipelines.Workers.Kernel;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>
/// Tells a file that is still being written from one that is whole (domain.md 2.5): its size and times have to stay as they are for a while. Files live in
/// the system's time, whatever the program's clock says; on a clock that somebody moves they are whole when they are delivered.
/// </summary>
public sealed class FileSettling(TimeProvider clock)
{
    const int Most = 100_000;

    readonly ConcurrentDictionary<string, (FileStamp Stamp, long Since)> _seen = new(StringComparer.Ordinal);

    /// <summary>How long the file still has to stay as it is; null for one that is taken now. One whose time lies ahead, by a clock that goes wrong, is watched from when it is first seen.</summary>
    public TimeSpan? LeftOf(string path, TimeSpan settle)
    {
        if (settle <= TimeSpan.Zero || clock is IMovedClock { IsMoved: true } || FileStamp.Of(path) is not { } stamp)
        {
            return null;
        }

        var age = TimeProvider.System.GetUtcNow() - File.GetLastWriteTimeUtc(path);
        if (age >= settle)
        {
            return null;
        }

        if (_seen.Count >= Most)
        {
            _seen.Clear();
        }

        var (known, since) = _seen.GetOrAdd(path, _ => (stamp, TimeProvider.System.GetTimestamp()));
        if (known != stamp)
        {
            _seen[path] = (stamp, since = TimeProvider.System.GetTimestamp());
        }

        var quiet = TimeProvider.System.GetElapsedTime(since);
        var left = settle - (age > quiet ? age : quiet);
        return left > TimeSpan.Zero ? left : null;
    }
}
