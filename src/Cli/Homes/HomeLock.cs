namespace EventedPipelines.Cli.Homes;

/// <summary>An flock on a file: one process has it, and the kernel frees it when that process dies, however it dies.</summary>
sealed class HomeLock(string file) : IDisposable
{
    // EWOULDBLOCK on Linux and on macOS.
    static readonly int[] LockedByAnother = [11, 35];

    FileStream? _held;

    internal bool IsOurs => _held is not null;

    /// <summary>Tries for a moment, because a process that only looks (<see cref="IsHeld"/>) has it for one.</summary>
    /// <exception cref="HomeException">The file cannot be opened.</exception>
    internal bool TryTake() => SpinWait.SpinUntil(TryOnce, TimeSpan.FromMilliseconds(30));

    bool TryOnce()
    {
        try
        {
            _held ??= OwnFiles.Open(file, FileMode.OpenOrCreate);
            return true;
        }
        catch (IOException e) when (LockedByAnother.Contains(e.HResult))
        {
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HomeException($"{file} cannot be opened: {e.Message} Run as the user that owns the home, or name another folder in EVENTED_HOME.", e);
        }
    }

    /// <summary>Whether any process has it. A process number in a file would not tell: it is used again, and a zombie keeps it.</summary>
    internal bool IsHeld()
    {
        if (IsOurs)
        {
            return true;
        }

        try
        {
            using var shared = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (Exception e) when (e is UnauthorizedAccessException || LockedByAnother.Contains(e.HResult))
        {
            return true;
        }
    }

    public void Dispose()
    {
        _held?.Dispose();
        _held = null;
    }
}
