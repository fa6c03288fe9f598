using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Production.Schemas;

/// <summary>A delivery has come, read by this version of the contract, and this is how it differs.</summary>
public sealed record SeeSchema(
    string Source, string? Owner, int ContractVersion, DataInterval Period, IReadOnlyList<DeliveredDrift> Drifts, Guid? RunId, bool Simulated, string Because)
{
    /// <summary>What the contract leaves out from the beginning.</summary>
    public IReadOnlyList<ColumnDrift> Given { get; init; } = [];

    /// <summary>The drifts that deliveries of later periods show: an earlier one that is put right reverts none of them.</summary>
    public IReadOnlyCollection<Guid> StillShown { get; init; } = [];
}

public static class SeeSchemaDecision
{
    /// <summary>
    /// Each difference is said once, while it lasts (domain.md 7.2). One that a later delivery does not show has been reverted; one from a version that is no longer in force is that
    /// version's. One that a later version has is said again where an earlier period shows it, for which that is not in force.
    /// </summary>
    public static Decision Decide(SeeSchema command, SourceSchema? schema, DateTimeOffset now)
    {
        var id = SourceSchema.IdOf(command.Source);
        var seen = command.Drifts.DistinctBy(IdOf).ToDictionary(IdOf);
        var over = (schema?.Drifts ?? []).Where(drift =>
            drift.Lasts && !seen.ContainsKey(drift.Id) && !command.StillShown.Contains(drift.Id) && command.Period.First >= drift.Seen.Period.First);
        return
        [
            .. command.Given.Count > 0 && schema?.Given.ContainsKey(command.ContractVersion) is not true
                ? [new SchemaTakenAsGiven(id, command.Source, command.ContractVersion, command.Given, command.Period, now, command.Because)]
                : Array.Empty<object>(),
            .. from drift in over
               where command.ContractVersion >= drift.Seen.ContractVersion
               select command.ContractVersion == drift.Seen.ContractVersion
                   ? (object)new DriftReverted(id, drift.Id, command.Period, now, command.Because)
                   : new DriftSuperseded(id, drift.Id, command.ContractVersion, now, command.Because),
            .. from drift in seen
               where schema?.Find(drift.Key) is null or { State: DriftState.Reverted or DriftState.Adopted }
               select new SchemaDrifted(
                   id, drift.Key, command.Source, command.ContractVersion, drift.Value.Change, drift.Value.Readers, command.Period, drift.Value.File, command.RunId, command.Owner,
                   command.Simulated, now, command.Because),
        ];

        Guid IdOf(DeliveredDrift drift) => SourceSchema.DriftIdOf(command.Source, command.ContractVersion, drift.Change);
    }
}
