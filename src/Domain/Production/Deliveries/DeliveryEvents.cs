using System.Text.Json.Serialization;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Checks;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Production.Schemas;

namespace EventedPipelines.Domain.Production.Deliveries;

public interface IDeliveryEvent
{
    Guid DeliveryId { get; }
}

/// <summary>
/// A version of what a source has delivered for a period (domain.md 1.4): the files as they were read by this version of the contract. The same content again is
/// no version of its own.
/// </summary>
public sealed record DeliveryReceived(
    Guid DeliveryId,
    string Source,
    DataInterval Period,
    int Number,
    IReadOnlyList<IngestedFile> Files,
    long Rows,
    int ContractVersion,
    string SchemaFingerprint,
    DateTimeOffset ReceivedAt) : IDeliveryEvent
{
    /// <summary>How it differs from its contract; null in what came before that was looked at.</summary>
    public SeenDrift? Drift { get; init; }
}

/// <summary>
/// What the source's own checks found in a version, once for all its readers (domain.md 2.7a). <paramref name="Rules"/> is the hash of what was asked: checks, and
/// people's verdicts over rows.
/// </summary>
public sealed record DeliveryChecked(
    Guid DeliveryId, int Number, string Rules, IReadOnlyList<CheckResult> Results, IReadOnlyList<QuarantinedRows> Quarantined, DateTimeOffset CheckedAt, string Because) : IDeliveryEvent;

/// <summary>
/// Files of the period that are not there, or a gap in what is, in words. At <paramref name="ReingestAt"/> they are fetched from their origin (domain.md 2.5); null where
/// the budget is spent.
/// </summary>
public sealed record DeliveryMissed(
    Guid DeliveryId, string Source, DataInterval Period, IReadOnlyList<string> ExpectedFiles, DateTimeOffset MissedAt, DateTimeOffset? ReingestAt, string Because) : IDeliveryEvent
{
    /// <summary>Whether the files are there and rows lack of them, so that only other files put it right.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsIncomplete { get; init; }
}

/// <summary>It has come and cannot be read, by place and reason.</summary>
public sealed record DeliveryRejected(Guid DeliveryId, string Source, DataInterval Period, StepError Error, DateTimeOffset RejectedAt) : IDeliveryEvent
{
    /// <summary>How it differs from its contract; null where it could not be looked at, and in what came before that was.</summary>
    public SeenDrift? Drift { get; init; }
}

/// <summary>How a delivery differs from the version of the contract that it was read by, and for whom it was: the source's owner, and the run that met it.</summary>
public sealed record SeenDrift(int ContractVersion, IReadOnlyList<DeliveredDrift> Drifts, string? Owner, Guid? RunId, bool Simulated)
{
    /// <summary>What the first delivery that the version of the contract reads differs in, which is no drift; null where it is not the first.</summary>
    public IReadOnlyList<DeliveredDrift>? Taken { get; init; }

    /// <summary>As <see cref="Taken"/>, in what was stored before that named files and readers; null since.</summary>
    public IReadOnlyList<ColumnDrift>? Given { get; init; }

    /// <summary>The first day that the version of the contract is in force for; null for the first one.</summary>
    public DateOnly? ContractFrom { get; init; }

    /// <summary>Whether a file cannot be read for it.</summary>
    [JsonIgnore]
    public bool RefusesFile => Drifts.Any(drift => ColumnDrift.Refuses(drift.Change.Kind) || drift.Readers.Any(reader => reader.Breaks));
}

/// <summary>A run waits for it.</summary>
public sealed record DeliveryAwaited(Guid DeliveryId, DeliveryReader Reader, DateTimeOffset AwaitedAt, string Because) : IDeliveryEvent;

/// <summary>An attempt to fetch it from its origin brought nothing. Without <paramref name="NextDueAt"/> there is no further one.</summary>
public sealed record DeliveryReingestFailed(Guid DeliveryId, int Number, int Of, string Reason, DateTimeOffset FailedAt, DateTimeOffset? NextDueAt, string Because) : IDeliveryEvent;

/// <summary>Its attempts are spent, and these runs wait for it.</summary>
public sealed record DeliveryExhausted(Guid DeliveryId, int Attempts, IReadOnlyList<string> ExpectedFiles, IReadOnlyList<DeliveryReader> Readers, DateTimeOffset ExhaustedAt, string Because)
    : IDeliveryEvent;

/// <summary>A person says that there is nothing for the period.</summary>
public sealed record DeliveryConfirmedEmpty(Guid DeliveryId, string Source, DataInterval Period, string Reason, string Actor, DateTimeOffset ConfirmedAt) : IDeliveryEvent;

/// <summary>A person has it fetched again from its origin.</summary>
public sealed record RefetchRequested(Guid DeliveryId, string Source, DataInterval Period, string? Reason, string Actor, DateTimeOffset RequestedAt) : IDeliveryEvent;

/// <summary>A person's word over rows that one of the source's own checks has set apart, for all that read the delivery (domain.md 2.8).</summary>
public sealed record DeliveryRowsJudged(Guid DeliveryId, StandingVerdict Verdict, string Source, long Count, string Reason, string Actor, DateTimeOffset JudgedAt) : IDeliveryEvent;

/// <summary>It was fetched as a person had asked; <paramref name="Failure"/> says why that brought nothing, and is null where it did.</summary>
public sealed record DeliveryRefetched(Guid DeliveryId, string? Failure, DateTimeOffset FetchedAt, string Because) : IDeliveryEvent;

/// <summary>A run that waits for a delivery. Of one of history nobody is told (domain.md 2.2).</summary>
public sealed record DeliveryReader(Guid RunId, string Pipeline, string Area, DataInterval Interval, bool OfHistory = false, bool Simulated = false);
