namespace EventedPipelines.Workers.Kernel.Store;

/// <summary>How long to wait between tries to start something again: at once, then 1 s and twice as long each time, at most a minute.</summary>
public sealed class RestartPause
{
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    TimeSpan _notBefore;

    /// <summary>Tries since it last went well.</summary>
    public int Tries { get; private set; }

    /// <summary>Whether a try is due at that time, of the machine's own clock; then it counts as made.</summary>
    public bool TryNow(TimeSpan now)
    {
        if (now < _notBefore)
        {
            return false;
        }

        var pause = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(Tries, 6)));
        _notBefore = now + (pause < Longest ? pause : Longest);
        Tries++;
        return true;
    }

    public void WentWell() => (Tries, _notBefore) = (0, TimeSpan.Zero);
}
