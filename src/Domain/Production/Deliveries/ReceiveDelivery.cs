using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Checks;
using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Domain.Production.Deliveries;

/// <summary>A look found these files of a source's period, read by its contract.</summary>
public sealed record ReceiveDelivery(SourceDefinition Source, DataInterval Period, IReadOnlyList<IngestedFile> Files, long Rows, string SchemaFingerprint, SeenDrift? Drift = null)
{
    /// <summary>The number of the version that counted when the look was; null for none.</summary>
    public int? After { get; init; }

    /// <summary>Whether it is the version that counts. One of which rows lack stays that until others come.</summary>
    public bool IsKnownTo(Delivery? delivery) => delivery is { Gap: null or { IsIncomplete: true }, Rejection: null, Current.Received: { } known }
        && known.ContractVersion == Source.Contract.Version && known.SchemaFingerprint == SchemaFingerprint && IngestedFile.AreSame(known.Files, Files);
}

public static class ReceiveDeliveryDecision
{
    /// <summary>
    /// A version where the content is another, or is read by another version of the contract; the same again changes nothing (domain.md 2.5), nor does a look that another one was
    /// recorded after.
    /// </summary>
    public static Decision Decide(ReceiveDelivery command, Delivery? delivery, DateTimeOffset now) => command.IsKnownTo(delivery) || delivery?.Current?.Received.Number != command.After
        ? []
        : [new DeliveryReceived(
            Delivery.IdOf(command.Source, command.Period), command.Source.Id, command.Period, (delivery?.Current?.Received.Number ?? 0) + 1, command.Files, command.Rows,
            command.Source.Contract.Version, command.SchemaFingerprint, now)
            {
                Drift = command.Drift,
            }];
}

/// <summary>What a look found of a source's period cannot be read.</summary>
public sealed record RejectDelivery(SourceDefinition Source, DataInterval Period, StepError Error, SeenDrift? Drift = null)
{
    /// <summary>The number of the version that counted when the look was; null for none.</summary>
    public int? After { get; init; }

    /// <summary>Whether that is why it does not count.</summary>
    public bool IsKnownTo(Delivery? delivery) => delivery is { Gap: null } && Error.IsSameAs(delivery.Rejection);
}

public static class RejectDeliveryDecision
{
    /// <summary>Once for the same reason, and not where another look was recorded since.</summary>
    public static Decision Decide(RejectDelivery command, Delivery? delivery, DateTimeOffset now) => command.IsKnownTo(delivery) || delivery?.Current?.Received.Number != command.After
        ? []
        : [new DeliveryRejected(
            Delivery.IdOf(command.Source, command.Period), command.Source.Id, command.Period, command.Error with { IsDrift = command.Drift?.RefusesFile is true }, now)
            {
                Drift = command.Drift,
            }];
}

/// <summary>The source's own checks have looked at these files of it.</summary>
public sealed record CheckDelivery(IReadOnlyList<IngestedFile> Files, string Rules, IReadOnlyList<CheckResult> Results, IReadOnlyList<QuarantinedRows> Quarantined)
{
    /// <summary>What is asked of a delivery, as a hash: the checks, and people's verdicts over its rows.</summary>
    public static string RulesOf(IReadOnlyList<CheckDefinition> checks, IReadOnlyList<StandingVerdict>? verdicts = null) =>
        verdicts is { Count: > 0 } ? CanonicalJson.HashOf(new { checks, verdicts }) : CanonicalJson.HashOf(checks);
}

public static class CheckDeliveryDecision
{
    /// <summary>Nothing where the same was asked of the version already, or other files count by now.</summary>
    public static Decision Decide(CheckDelivery command, Delivery delivery, DateTimeOffset now) =>
        delivery.Current is { } current && IngestedFile.AreSame(current.Received.Files, command.Files) && current.Checked?.Rules != command.Rules
            ? [new DeliveryChecked(delivery.Id, current.Received.Number, command.Rules, command.Results, command.Quarantined, now, EventRef.Of(delivery.Id, current.At))]
            : [];
}
