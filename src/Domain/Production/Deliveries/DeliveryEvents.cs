using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Checks;
using EventedPipelines.Domain.Production.Runs;

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
    DateTimeOffset ReceivedAt) : IDeliveryEvent;

/// <summary>
/// What the source's own checks found in a version, once for all its readers (domain.md 2.7a). <paramref name="Rules"/> is the hash of what was asked: checks, and
/// people's verdicts over rows.
/// </summary>
public sealed record DeliveryChecked(
    Guid DeliveryId, int Number, string Rules, IReadOnlyList<CheckResult> Results, IReadOnlyList<QuarantinedRows> Quarantined, DateTimeOffset CheckedAt, string Because) : IDeliveryEvent;
