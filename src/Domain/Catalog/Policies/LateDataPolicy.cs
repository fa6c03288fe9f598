namespace EventedPipelines.Domain.Catalog.Policies;

/// <summary>From when on the time counts for which an interval is watched.</summary>
public enum WatchFrom
{
    /// <summary>From its closing: a day of years ago is past it.</summary>
    Interval,

    /// <summary>From its last publication: backfilled history is watched in full.</summary>
    Publication,
}

/// <summary>
/// How long after an interval has closed its sources are looked at, how often, and how many later intervals a restatement reruns by itself
/// (domain.md 2.4, 2.5).
/// </summary>
public sealed record LateDataPolicy(TimeSpan Watch, TimeSpan Every, int Reruns)
{
    /// <summary>How long a file has to stay as it is before it is read; null for <see cref="Domain.Catalog.Sources.SourceDefinition.UsualSettle"/>.</summary>
    public TimeSpan? Settle { get; init; }

    public static LateDataPolicy Default { get; } = new(TimeSpan.FromDays(45), TimeSpan.FromMinutes(1), 31);

    public WatchFrom From { get; init; }

    /// <summary>How long at least after a publication, whatever the interval's age; null for the usual two days.</summary>
    public TimeSpan? AfterPublication { get; init; }

    public static TimeSpan UsualAfterPublication { get; } = TimeSpan.FromDays(2);

    /// <summary>Until when the interval is watched that is opened or published at that instant.</summary>
    public DateTimeOffset WatchedUntil(DateTimeOffset closed, DateTimeOffset at)
    {
        var least = AfterPublication ?? UsualAfterPublication;
        var afterwards = at + (From is WatchFrom.Publication && Watch > least ? Watch : least);
        return closed + Watch > afterwards ? closed + Watch : afterwards;
    }

    /// <summary>
    /// The time between two looks: what closed a year ago is looked at more seldom, so that a long history costs little. A change of its files is seen at
    /// once all the same (DataFolderWatch).
    /// </summary>
    public TimeSpan LookEvery(DateTimeOffset closed, DateTimeOffset now) => now - closed is { TotalDays: > 1 } age ? Every * Math.Floor(age.TotalDays) : Every;
}
