using System.Collections.Immutable;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Domain.Production.Deliveries;

/// <summary>One period of a source (domain.md 1.4): what has come of it, version by version, and what its checks found. All pipelines that read the source share it.</summary>
public sealed record Delivery(Guid Id, string Source, DataInterval Period, long Version)
{
    /// <summary>Everything that was received, in order; the last one counts.</summary>
    public ImmutableList<DeliveryVersion> Versions { get; init; } = [];

    /// <summary>What lacks of it; null where nothing does, or nobody has asked for it.</summary>
    public DeliveryGap? Gap { get; init; }

    /// <summary>Why what came last cannot be read; null where it can.</summary>
    public StepError? Rejection { get; init; }

    /// <summary>How what came last differs from its contract; null where it does not, or nothing has come.</summary>
    public SeenDrift? Drift { get; init; }

    /// <summary>How often it was fetched in vain: its budget is its own, whatever came and went in between (domain.md 2.5).</summary>
    public int Reingests { get; init; }

    /// <summary>The runs that wait for it, or have: of each interval the latest.</summary>
    public ImmutableList<DeliveryReader> Readers { get; init; } = [];

    /// <summary>Who said that there is nothing for the period, and why; null where nobody did, or something has come since.</summary>
    public DeliveryConfirmedEmpty? Empty { get; init; }

    /// <summary>A person waits for it to be fetched again; null where nobody does.</summary>
    public RefetchRequest? Refetch { get; init; }

    /// <summary>What people said of rows that its checks set apart, in order.</summary>
    public ImmutableList<DeliveryRowsJudged> Judged { get; init; } = [];

    public IReadOnlyList<StandingVerdict> Verdicts => [.. Judged.Select(judged => judged.Verdict)];

    public DeliveryVersion? Current => Versions.IsEmpty ? null : Versions[^1];

    /// <summary>A reference is one delivery for all intervals, which read it whole.</summary>
    public static Guid IdOf(SourceDefinition source, DataInterval period) => DerivedId.Of("delivery", source.Id, source.Reference ? "all" : period.ToString());

    public DeliveryVersion? VersionOf(int number) => Versions.Find(version => version.Received.Number == number);

    public static Delivery? Fold(Delivery? state, object @event) => (state, @event) switch
    {
        (null, DeliveryReceived e) => new(e.DeliveryId, e.Source, e.Period, 1) { Versions = [new(e, 1)], Drift = e.Drift },
        (null, DeliveryRejected e) => new Delivery(e.DeliveryId, e.Source, e.Period, 1) { Rejection = e.Error, Drift = e.Drift },
        (null, DeliveryMissed e) => new Delivery(e.DeliveryId, e.Source, e.Period, 1) { Gap = Missed(e, 1) },
        (null, DeliveryConfirmedEmpty e) => new Delivery(e.DeliveryId, e.Source, e.Period, 1) { Empty = e },
        (null, RefetchRequested e) => new Delivery(e.DeliveryId, e.Source, e.Period, 1) { Refetch = new(e.RequestedAt, 1) },
        (null, _) => null,
        ({ } delivery, _) => delivery.After(@event) with { Version = delivery.Version + 1 },
    };

    Delivery After(object @event) => @event switch
    {
        DeliveryReceived e => this with { Versions = Versions.Add(new(e, Version + 1)), Gap = null, Rejection = null, Empty = null, Drift = e.Drift },
        DeliveryRejected e => this with { Gap = null, Rejection = e.Error, Empty = null, Drift = e.Drift },
        DeliveryChecked e => this with { Versions = Versions.ConvertAll(version => version.Received.Number == e.Number ? version with { Checked = e } : version) },
        DeliveryMissed e => this with { Gap = Missed(e, Version + 1) },
        DeliveryAwaited e => this with { Readers = Readers.RemoveAll(reader => reader.Pipeline == e.Reader.Pipeline && reader.Interval == e.Reader.Interval).Add(e.Reader) },
        DeliveryReingestFailed e => this with { Reingests = e.Number, Gap = Gap is { } gap ? gap with { ReingestAt = e.NextDueAt, At = Version + 1 } : null },
        DeliveryConfirmedEmpty e => this with { Gap = null, Rejection = null, Empty = e },
        RefetchRequested e => this with { Refetch = new(e.RequestedAt, Version + 1) },
        DeliveryRowsJudged e => this with { Judged = Judged.Add(e) },
        DeliveryRefetched => this with { Refetch = null },
        DeliveryExhausted when Gap is { } gap => this with { Gap = gap with { IsExhausted = true } },
        _ => this,
    };

    static DeliveryGap Missed(DeliveryMissed e, long at) => new(e.ExpectedFiles, e.ReingestAt, at) { IsIncomplete = e.IsIncomplete };
}

/// <summary>What lacks, when it is fetched next, and the version of the event that says so.</summary>
public sealed record DeliveryGap(IReadOnlyList<string> ExpectedFiles, DateTimeOffset? ReingestAt, long At, bool IsExhausted = false)
{
    /// <summary>Whether the files are there and rows lack of them.</summary>
    public bool IsIncomplete { get; init; }
}

/// <summary>When it was asked for, and the version of the event that says so.</summary>
public sealed record RefetchRequest(DateTimeOffset RequestedAt, long At);

/// <summary>What was received at the version <paramref name="At"/> of the stream, and what its checks found last; null while they have not run.</summary>
public sealed record DeliveryVersion(DeliveryReceived Received, long At, DeliveryChecked? Checked = null);
