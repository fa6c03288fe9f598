using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Production.Deliveries;

/// <summary>A source with the pipelines that read it, by the latest definition of each.</summary>
public sealed record KnownSource(SourceDefinition Definition, IReadOnlyList<PipelineDefinition> Readers)
{
    // A calendar that has none for longer is none.
    const int FurthestApart = 31;

    /// <summary>Of its deliveries; of a reference, which has one only, that of the intervals that read it.</summary>
    public Grain Period => Definition.Period ?? (Definition.Reference ? Readers[0].Grain : Grain.Day);

    public string Id => Definition.Id;

    public TimeZoneInfo TimeZone => Readers[0].TimeZone;

    public Guid DeliveryOf(DataInterval period) => Delivery.IdOf(Definition, period);

    /// <summary>The intervals that read this period of it; of a reference, which all of them read, none.</summary>
    public IEnumerable<(string Pipeline, DataInterval Interval)> Reading(DataInterval period) =>
        from reader in Definition.Reference ? [] : Readers
        from interval in DataInterval.Between(reader.Grain, period.First, period.Last)
        select (reader.Id, interval);

    /// <summary>Whether the period is all that the interval reads of it.</summary>
    public bool IsAllOf(DataInterval interval, DataInterval period) => Definition.PeriodsOf(interval).SequenceEqual([period]);

    /// <summary>Whether there is a delivery of the period, before or after its beginning and its end too.</summary>
    public bool IsOwed(DataInterval period) => Definition.Calendar is not { } calendar || period.Days.Any(calendar.Expects);

    /// <summary>Why there can be nothing of a period, whatever anybody does; null where there can.</summary>
    public Rejection? NothingOf(DataInterval period) =>
        Definition.Reference || Definition.MayHave(period) ? null
        : Definition.HasEnded(period)
            ? new($"'{Id}' ended on {Definition.Ends:yyyy-MM-dd}: there is nothing of {period}.", "Name a period before, or correct `ends` in source.yml.")
            : new($"The data of '{Id}' begins on {Definition.Begins:yyyy-MM-dd}: there is nothing of {period}.", "Name a period after, or correct `begins` in source.yml.");

    /// <summary>The last period that is due by now; null where the source's first is not.</summary>
    public DataInterval? LastDue(DateTimeOffset now)
    {
        var closed = DataInterval.Holding(now - (Definition.Available ?? TimeSpan.Zero), Period, TimeZone).Previous;
        var last = Definition.Ends is { } end && end < closed.First ? DataInterval.Of(Period, end) : closed;
        return Definition.Begins > last.Last ? null : Enumerable.Range(0, FurthestApart).Select(last.Back).FirstOrDefault(IsOwed, last);
    }

    /// <summary>Where a period stands of which <paramref name="delivery"/> is what has come.</summary>
    public DeliveryState StateOf(DataInterval period, Delivery? delivery, DateTimeOffset now) => delivery switch
    {
        _ when Definition.Begins > period.Last => DeliveryState.NotBegun,
        _ when Definition.HasEnded(period) => DeliveryState.Ended,
        { Gap.ReingestAt: not null } => DeliveryState.Awaited,
        { Gap: not null } => DeliveryState.Missing,
        { Empty: not null } => DeliveryState.ConfirmedEmpty,
        { Rejection: not null } => DeliveryState.Rejected,
        { Versions.IsEmpty: false } => DeliveryState.Received,
        _ => Definition.DueAt(period, TimeZone) > now ? DeliveryState.NotYetDue : DeliveryState.Awaited,
    };
}

/// <summary>Where a source's period stands (domain.md 1.4).</summary>
public enum DeliveryState
{
    /// <summary>Nothing has come, and it is looked for or fetched.</summary>
    Awaited,
    Received,

    /// <summary>It was fetched in vain until its budget was spent.</summary>
    Missing,

    /// <summary>What has come cannot be read.</summary>
    Rejected,
    NotYetDue,

    /// <summary>A person said that there is nothing.</summary>
    ConfirmedEmpty,

    /// <summary>Before the source's data begins.</summary>
    NotBegun,

    /// <summary>After its last day.</summary>
    Ended,
}
