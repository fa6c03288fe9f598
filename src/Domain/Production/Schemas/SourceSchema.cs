using System.Collections.Immutable;
using System.Text.Json.Serialization;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Production.Schemas;

/// <summary>How a source differs from its contract, and has (domain.md 7.2).</summary>
public sealed record SourceSchema(Guid Id, string Source, long Version)
{
    /// <summary>In the order in which they were first seen; one that has come back after it was over is another.</summary>
    public ImmutableList<SourceDrift> Drifts { get; init; } = [];

    /// <summary>By version of the contract, what it leaves out and so is no drift, as the ids that drifts would have.</summary>
    public ImmutableSortedDictionary<int, ImmutableList<Guid>> Given { get; init; } = ImmutableSortedDictionary<int, ImmutableList<Guid>>.Empty;

    /// <summary>By version of the contract, the delivery that it was taken from.</summary>
    public ImmutableSortedDictionary<int, SchemaTakenAsGiven> Taken { get; init; } = ImmutableSortedDictionary<int, SchemaTakenAsGiven>.Empty;

    public static Guid IdOf(string source) => DerivedId.Of("schema", source);

    /// <summary>The same difference from the same version is the same drift, until it is over: the next time it has an id of its own.</summary>
    /// <param name="source">Whose it is.</param>
    /// <param name="contractVersion">That it differs from.</param>
    /// <param name="change">How.</param>
    /// <param name="before">How often it has come and was over before.</param>
    public static Guid DriftIdOf(string source, int contractVersion, ColumnDrift change, int before = 0)
    {
        var name = string.Join('\t', change.Kind, change.Column, change.Name);
        var first = DerivedId.Of("drift", source, FormattableString.Invariant($"{contractVersion}"), Uri.EscapeDataString(name));
        return before == 0 ? first : DerivedId.Of("drift", first.ToString(), FormattableString.Invariant($"{before + 1}"));
    }

    public bool IsGiven(int contractVersion, ColumnDrift change) => Given.GetValueOrDefault(contractVersion)?.Contains(DriftIdOf(Source, contractVersion, change)) is true;

    public SourceDrift? Find(Guid drift) => Drifts.FindLast(known => known.Id == drift);

    /// <summary>The difference as it came last, from whichever version; null where it never has.</summary>
    public SourceDrift? Find(ColumnDrift change) => Drifts.FindLast(known => known.Seen.Change.IsSame(change));

    /// <summary>How often the difference from the version has come.</summary>
    public int TimesOf(int contractVersion, ColumnDrift change) => Drifts.Count(known => known.Seen.ContractVersion == contractVersion && known.Seen.Change.IsSame(change));

    public static SourceSchema? Fold(SourceSchema? state, object @event) => (state, @event) switch
    {
        (null, SchemaDrifted e) => new(e.SchemaId, e.Source, 1) { Drifts = [new(e.DriftId, e, DriftState.Open, 1)] },
        (null, SchemaTakenAsGiven e) => new SourceSchema(e.SchemaId, e.Source, 1).Taking(e),
        (null, _) => null,
        ({ } schema, _) => schema.After(@event, schema.Version + 1) with { Version = schema.Version + 1 },
    };

    SourceSchema After(object @event, long at) => @event switch
    {
        SchemaDrifted e => this with { Drifts = Drifts.Add(new(e.DriftId, e, DriftState.Open, at)) },
        SchemaTakenAsGiven e => Taking(e),
        DriftReverted e => With([e.DriftId], drift => drift with { State = DriftState.Reverted, ClosedAt = e.RevertedAt, At = at }),
        DriftSuperseded e => With([e.DriftId], drift => drift with { State = DriftState.Adopted, ContractVersion = e.ContractVersion, ClosedAt = e.SupersededAt, At = at }),
        DriftApproved e => With([e.DriftId], drift => drift with { State = DriftState.Approved, DecidedBy = e.Actor, DecidedAt = e.ApprovedAt, Reason = e.Reason, Failure = null, At = at }),
        DriftRejected e => With([e.DriftId], drift => drift with { State = DriftState.Rejected, DecidedBy = e.Actor, DecidedAt = e.RejectedAt, Reason = e.Reason, Failure = null, At = at }),
        ContractRevised e => With(e.DriftIds, drift => drift with { State = DriftState.Adopted, ContractVersion = e.ContractVersion, Diff = e.Diff, ClosedAt = e.RevisedAt, At = at }),
        ContractRevisionFailed e => With(e.DriftIds, drift => drift with { State = DriftState.Open, Failure = e.Reason, At = at }),
        _ => this,
    };

    SourceSchema Taking(SchemaTakenAsGiven e) => this with
    {
        Given = Given.SetItem(e.ContractVersion, [.. e.Differences.Select(change => DriftIdOf(e.Source, e.ContractVersion, change))]),
        Taken = Taken.SetItem(e.ContractVersion, e),
    };

    // Before they had ids of their own, those that came back had that of the first time.
    SourceSchema With(IReadOnlyList<Guid> drifts, Func<SourceDrift, SourceDrift> change) =>
        this with { Drifts = Drifts.ConvertAll(drift => drifts.Contains(drift.Id) && Find(drift.Id) == drift ? change(drift) : drift) };
}

/// <summary>One difference, from when it was first seen until it is none any more. <paramref name="At"/> is the version of the event that it stands by.</summary>
public sealed record SourceDrift(Guid Id, SchemaDrifted Seen, DriftState State, long At)
{
    public string? DecidedBy { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    public string? Reason { get; init; }

    /// <summary>Why the contract's next version could not be written.</summary>
    public string? Failure { get; init; }

    /// <summary>The version of the contract that has it.</summary>
    public int? ContractVersion { get; init; }

    public string? Diff { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Whether a later delivery may show that it is over: nobody has taken it in, and the source still comes so.</summary>
    [JsonIgnore]
    public bool Lasts => State is DriftState.Open or DriftState.Rejected;

    [JsonIgnore]
    public bool IsOver => State is DriftState.Adopted or DriftState.Reverted;

    public bool Breaks => Seen.Readers.Any(reader => reader.Breaks);
}

public enum DriftState
{
    /// <summary>It waits for a person's word.</summary>
    Open,

    /// <summary>The contract's next version is being written.</summary>
    Approved,

    /// <summary>The source is to come as its contract says again.</summary>
    Rejected,

    /// <summary>A version of the contract has it.</summary>
    Adopted,

    /// <summary>The source comes as its contract says again.</summary>
    Reverted,
}
