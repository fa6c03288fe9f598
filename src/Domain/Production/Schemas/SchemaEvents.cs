using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Production.Schemas;

public interface ISchemaEvent
{
    Guid SchemaId { get; }
}

/// <summary>
/// A source comes otherwise than its contract says, in one column (domain.md 7.2); told once, however many deliveries show it, and again under another id once it has been over.
/// <paramref name="Period"/> and <paramref name="File"/> are the first that did, <paramref name="RunId"/> the run that met it, null where a look did.
/// </summary>
public sealed record SchemaDrifted(
    Guid SchemaId,
    Guid DriftId,
    string Source,
    int ContractVersion,
    ColumnDrift Change,
    IReadOnlyList<DriftReader> Readers,
    DataInterval Period,
    string File,
    Guid? RunId,
    string? Owner,
    bool Simulated,
    DateTimeOffset SeenAt,
    string Because) : ISchemaEvent;

/// <summary>
/// The first delivery that a version of the contract reads has columns that it leaves out, or has them in another order: that is how the source is, and no drift.
/// </summary>
public sealed record SchemaTakenAsGiven(
    Guid SchemaId, string Source, int ContractVersion, IReadOnlyList<ColumnDrift> Differences, DataInterval Period, DateTimeOffset TakenAt, string Because) : ISchemaEvent
{
    /// <summary>The differences with the file and the readers, for one that an earlier delivery turns out not to have; null in what was stored before that was asked.</summary>
    public IReadOnlyList<DeliveredDrift>? Shown { get; init; }
}

/// <summary>A later delivery is as the contract says.</summary>
public sealed record DriftReverted(Guid SchemaId, Guid DriftId, DataInterval Period, DateTimeOffset RevertedAt, string Because) : ISchemaEvent;

/// <summary>A later version of the contract was written by people.</summary>
public sealed record DriftSuperseded(Guid SchemaId, Guid DriftId, int ContractVersion, DateTimeOffset SupersededAt, string Because) : ISchemaEvent;

/// <summary>A person says that this is how the source is from now on. The contract's next version is written.</summary>
public sealed record DriftApproved(Guid SchemaId, Guid DriftId, string? Reason, string Actor, DateTimeOffset ApprovedAt) : ISchemaEvent;

/// <summary>A person says that the source is wrong, and the contract stays.</summary>
public sealed record DriftRejected(Guid SchemaId, Guid DriftId, string Reason, string Actor, DateTimeOffset RejectedAt) : ISchemaEvent;

/// <summary>The contract's next version is written and in force; <paramref name="Diff"/> is what has changed in <paramref name="File"/>, line by line.</summary>
public sealed record ContractRevised(
    Guid SchemaId, IReadOnlyList<Guid> DriftIds, int ContractVersion, DateOnly From, string File, string Diff, DateTimeOffset RevisedAt, string Because) : ISchemaEvent;

/// <summary>The contract's next version cannot be: what is approved waits for a person again.</summary>
public sealed record ContractRevisionFailed(Guid SchemaId, IReadOnlyList<Guid> DriftIds, string Reason, DateTimeOffset FailedAt, string Because) : ISchemaEvent;
