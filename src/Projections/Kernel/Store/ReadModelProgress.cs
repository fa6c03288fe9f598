namespace EventedPipelines.Projections.Kernel.Store;

/// <summary>
/// How far a read model is. <paramref name="Behind"/> is how long the oldest event that it has not read has been seen there, zero where it
/// has read all; <paramref name="Still"/> is since when it has not moved although there was something to read. Both are of the machine's
/// own time, because events carry the time of a clock that a demonstration moves. <paramref name="AsOf"/> is when the last event happened that it shows.
/// </summary>
public sealed record ReadModelStanding(string Name, long Position, long Newest, DateTimeOffset? AsOf, TimeSpan Behind, TimeSpan Still)
{
    /// <summary>How old what a read model has not read may be (policy, ADR-0025).</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public long Unread => Math.Max(0, Newest - Position);

    public bool Lags => Behind >= Patience;

    /// <summary>It lags and nothing moves: it does not catch up by going on as it does.</summary>
    public bool StandsStill => Lags && Still >= Patience;
}

/// <summary>Follows one read model from look to look.</summary>
public sealed class ReadModelProgress(string name)
{
    // A look a second: more than ten minutes of a growing lag to the second, of a longer one its beginning.
    const int MostSightings = 1000;

    readonly List<(long Newest, TimeSpan At)> _unread = [];
    TimeSpan _movedAt;
    long _position = -1;

    /// <param name="position">The last event that it has read.</param>
    /// <param name="newest">The newest event.</param>
    /// <param name="asOf">When the event at its position happened.</param>
    /// <param name="at">The machine's time of the look, from any start.</param>
    public ReadModelStanding See(long position, long newest, DateTimeOffset? asOf, TimeSpan at)
    {
        _unread.RemoveAll(sighting => sighting.Newest <= position);
        if (position != _position || _unread.Count == 0)
        {
            (_position, _movedAt) = (position, at);
        }

        if (newest > position && (_unread.Count == 0 || newest > _unread[^1].Newest))
        {
            _unread.Add((newest, at));
        }

        if (_unread.Count > MostSightings)
        {
            _unread.RemoveAt(1);
        }

        return _unread.Count == 0
            ? new(name, position, newest, asOf, TimeSpan.Zero, TimeSpan.Zero)
            : new(name, position, newest, asOf, at - _unread[0].At, at - _movedAt);
    }
}
