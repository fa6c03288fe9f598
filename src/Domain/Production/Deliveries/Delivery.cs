using System.Collections.Immutable;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Production.Deliveries;

/// <summary>One period of a source (domain.md 1.4): what has come of it, version by version, and what its checks found. All pipelines that read the source share it.</summary>
public sealed record Delivery(Guid Id, string Source, DataInterval Period, long Version)
{
    /// <summary>Everything that was received, in order; the last one counts.</summary>
    public ImmutableList<DeliveryVersion> Versions { get; init; } = [];

    public DeliveryVersion? Current => Versions.IsEmpty ? null : Versions[^1];

    /// <summary>A reference is one delivery for all intervals, which read it whole.</summary>
    public static Guid IdOf(SourceDefinition source, DataInterval period) => DerivedId.Of("delivery", source.Id, source.Reference ? "all" : period.ToString());

    public DeliveryVersion? VersionOf(int number) => Versions.Find(version => version.Received.Number == number);

    public static Delivery? Fold(Delivery? state, object @event) => (state, @event) switch
    {
        (null, DeliveryReceived e) => new(e.DeliveryId, e.Source, e.Period, 1) { Versions = [new(e, 1)] },
        (null, _) => null,
        ({ } delivery, _) => delivery.After(@event) with { Version = delivery.Version + 1 },
    };

    Delivery After(object @event) => @event switch
    {
        DeliveryReceived e => this with { Versions = Versions.Add(new(e, Version + 1)) },
        DeliveryChecked e => this with { Versions = Versions.ConvertAll(version => version.Received.Number == e.Number ? version with { Checked = e } : version) },
        _ => this,
    };
}

/// <summary>What was received at the version <paramref name="At"/> of the stream, and what its checks found last; null while they have not run.</summary>
public sealed record DeliveryVersion(DeliveryReceived Received, long At, DeliveryChecked? Checked = null);
