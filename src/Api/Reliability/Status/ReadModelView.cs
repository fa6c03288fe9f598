using EventedPipelines.Projections.Kernel.Store;

namespace EventedPipelines.Api.Reliability.Status;

public enum ReadModelState
{
    Current,

    /// <summary>It has not read what has been there for 10 s, and goes on.</summary>
    Lagging,

    /// <summary>It does not go on.</summary>
    Still,
}

/// <summary>
/// How far a read model is behind the events: how many it has not read, for how long the oldest of them is there, and of when the last is that it shows.
/// </summary>
public sealed record ReadModelView(string Name, ReadModelState State, long Unread, TimeSpan Behind, DateTimeOffset? AsOf)
{
    public static IReadOnlyList<ReadModelView> All(ReadModelWatch models) => [.. models.Standings.Select(Of)];

    static ReadModelView Of(ReadModelStanding standing) => new(
        standing.Name,
        standing switch { { StandsStill: true } => ReadModelState.Still, { Lags: true } => ReadModelState.Lagging, _ => ReadModelState.Current },
        standing.Unread,
        TimeSpan.FromSeconds(Math.Floor(standing.Behind.TotalSeconds)),
        standing.AsOf);
}
