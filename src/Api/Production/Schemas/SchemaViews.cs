using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Schemas;

namespace EventedPipelines.Api.Production.Schemas;

/// <summary>
/// A difference between a source and its contract (domain.md 7.2), with what it means to each pipeline that reads the source, and where it stands. <paramref name="FirstRun"/> is the run
/// that met it; where a look did, the first one since of its first period, null while there is none.
/// </summary>
public sealed record DriftView(
    Guid Id,
    DriftState State,
    DriftKind Kind,
    string Column,
    string? NewName,
    string? Before,
    string? After,
    string? Reason,
    bool Breaks,
    IReadOnlyList<DriftReader> Readers,
    int ContractVersion,
    DataInterval FirstPeriod,
    string FirstFile,
    Guid? FirstRun,
    string? Owner,
    DateTimeOffset SeenAt,
    string? DecidedBy,
    DateTimeOffset? DecidedAt,
    string? DecisionReason,
    string? Failure,
    int? AdoptedBy,
    string? Diff)
{
    public static DriftView Of(SourceDrift drift) => new(
        drift.Id, drift.State, drift.Seen.Change.Kind, drift.Seen.Change.Column, drift.Seen.Change.Name, drift.Seen.Change.Before, drift.Seen.Change.After, drift.Seen.Change.Reason, drift.Breaks,
        drift.Seen.Readers, drift.Seen.ContractVersion, drift.Seen.Period, drift.Seen.File, drift.Seen.RunId, drift.Seen.Owner, drift.Seen.SeenAt, drift.DecidedBy, drift.DecidedAt,
        drift.Reason, drift.Failure, drift.ContractVersion, drift.Diff);
}

/// <summary>What has changed of a source's columns and of its contract from an instant to another, in order, and the drifts that this was about.</summary>
public sealed record SchemaChanges(string Source, int ContractVersion, DateTimeOffset? From, DateTimeOffset? To, IReadOnlyList<SchemaChange> Changes, IReadOnlyList<DriftView> Drifts);

/// <summary>One event of it: a difference was seen, was reverted, was judged, or the contract was written anew.</summary>
public sealed record SchemaChange(DateTimeOffset At, SchemaChangeKind Kind, IReadOnlyList<Guid> Drifts, string Text, string? Actor, int? ContractVersion, string? Diff)
{
    public static SchemaChange? Of(object @event, SourceSchema schema)
    {
        return @event switch
        {
            SchemaDrifted e => new(e.SeenAt, SchemaChangeKind.Drifted, [e.DriftId], DriftWords.Of(e.Change), null, e.ContractVersion, null),
            SchemaTakenAsGiven e => new(
                e.TakenAt, SchemaChangeKind.Given, [],
                $"{(e.Differences.Count == 0 ? "There is nothing" : string.Join(" ", e.Differences.Select(DriftWords.Of)))} "
                + $"So came {e.Period} already, the first that version {e.ContractVersion} of the contract reads: no drift.",
                null, e.ContractVersion, null),
            DriftReverted e => new(e.RevertedAt, SchemaChangeKind.Reverted, [e.DriftId], $"{Named(e.DriftId)} Since {e.Period} it is as the contract says again.", null, null, null),
            DriftSuperseded e => new(e.SupersededAt, SchemaChangeKind.Superseded, [e.DriftId], $"{Named(e.DriftId)} The contract is at version {e.ContractVersion}.", null, e.ContractVersion, null),
            DriftApproved e => new(e.ApprovedAt, SchemaChangeKind.Approved, [e.DriftId], Because(e.DriftId, e.Reason), e.Actor, null, null),
            DriftRejected e => new(e.RejectedAt, SchemaChangeKind.Rejected, [e.DriftId], Because(e.DriftId, e.Reason), e.Actor, null, null),
            ContractRevised e => new(
                e.RevisedAt, SchemaChangeKind.Revised, e.DriftIds, $"Version {e.ContractVersion} of the contract is in force from {e.From:yyyy-MM-dd} on.", null, e.ContractVersion, e.Diff),
            ContractRevisionFailed e => new(e.FailedAt, SchemaChangeKind.RevisionFailed, e.DriftIds, e.Reason, null, null, null),
            _ => null,
        };

        string Named(Guid drift) => DriftWords.Of(schema.Find(drift)!.Seen.Change);

        string Because(Guid drift, string? reason) => string.IsNullOrEmpty(reason) ? Named(drift) : $"{Named(drift)} {reason}";
    }
}

public enum SchemaChangeKind
{
    Given,
    Drifted,
    Reverted,
    Superseded,
    Approved,
    Rejected,
    Revised,
    RevisionFailed,
}

/// <summary>What a command about a drift answers.</summary>
public sealed record DriftReceipt(string Source, Guid Drift);
