using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Production.Schemas;

/// <summary>A delivery has come, read by this version of the contract, and this is how it differs.</summary>
public sealed record SeeSchema(
    string Source, string? Owner, int ContractVersion, DataInterval Period, IReadOnlyList<DeliveredDrift> Drifts, Guid? RunId, bool Simulated, string Because)
{
    /// <summary>What it differs in as the first that the version reads, which is no drift; null where it is not the first.</summary>
    public IReadOnlyList<DeliveredDrift>? Taken { get; init; }

    /// <summary>The first day that the version is in force for; null for the first one.</summary>
    public DateOnly? ContractFrom { get; init; }

    /// <summary>The version; null where it is not known any more, or nothing of another version lasts.</summary>
    public Contract? ReadBy { get; init; }

    /// <summary>What deliveries of later periods show: an earlier one that is put right reverts none of it.</summary>
    public IReadOnlyCollection<ColumnDrift> StillShown { get; init; } = [];
}

public static class SeeSchemaDecision
{
    /// <summary>
    /// Each difference is said once, while it lasts (domain.md 7.2), by whichever version a delivery is read meanwhile. One that a later delivery does not show has been reverted, unless the
    /// version that this is read by has it: then it is that version's if its first day is read by it too, and else still so on the days before. What was
    /// over and is shown again is said again, also where an earlier period shows it, for which the version that has it is not in force.
    /// </summary>
    public static Decision Decide(SeeSchema command, SourceSchema? schema, DateTimeOffset now)
    {
        var id = SourceSchema.IdOf(command.Source);
        var over = (schema?.Drifts ?? []).Where(drift => drift.Lasts && command.Period.First >= drift.Seen.Period.First
            && !command.Drifts.Any(seen => seen.Change.IsSame(drift.Seen.Change)) && !command.StillShown.Any(drift.Seen.Change.IsSame));
        return
        [
            .. Given(command, schema, now),
            .. from drift in over
               let isIn = command.ReadBy is not { } version || drift.Seen.Change.IsIn(version)
               let isOfLater = command.ContractVersion > drift.Seen.ContractVersion
               where !isOfLater ? command.ContractVersion == drift.Seen.ContractVersion : !isIn || !(command.ContractFrom > drift.Seen.Period.First)
               select isOfLater && isIn
                   ? new DriftSuperseded(id, drift.Id, command.ContractVersion, now, command.Because)
                   : (object)new DriftReverted(id, drift.Id, command.Period, now, command.Because),
            .. Told(command, schema, command.Drifts, command.Period, command.RunId, now),
        ];
    }

    /// <summary>The first delivery is that of the first period, whichever is looked at first: what an earlier one has not, the later ones have come to.</summary>
    static IEnumerable<object> Given(SeeSchema command, SourceSchema? schema, DateTimeOffset now)
    {
        var known = schema?.Taken.GetValueOrDefault(command.ContractVersion);
        var isNew = schema?.Given.ContainsKey(command.ContractVersion) is not true;
        if (command.Taken is not { } taken || (isNew ? taken.Count == 0 : known?.Shown is null || command.Period.First >= known.Period.First))
        {
            return [];
        }

        List<DeliveredDrift> since = [.. (known?.Shown ?? []).Where(shown => !taken.Any(first => first.Change.IsSame(shown.Change)))];
        return isNew || since.Count > 0 || taken.Count > known!.Differences.Count
            ?
            [
                new SchemaTakenAsGiven(
                    SourceSchema.IdOf(command.Source), command.Source, command.ContractVersion, [.. taken.Select(first => first.Change)], command.Period, now, command.Because) { Shown = taken },
                .. since.Count == 0 ? [] : Told(command, schema, since, known!.Period, null, now),
            ]
            : [];
    }

    static IEnumerable<SchemaDrifted> Told(SeeSchema command, SourceSchema? schema, IEnumerable<DeliveredDrift> drifts, DataInterval period, Guid? run, DateTimeOffset now) =>
        from drift in drifts.DistinctBy(drift => (drift.Change.Kind, drift.Change.Column, drift.Change.Name))
        where schema?.Find(drift.Change) is null or { IsOver: true }
        select new SchemaDrifted(
            SourceSchema.IdOf(command.Source),
            SourceSchema.DriftIdOf(command.Source, command.ContractVersion, drift.Change, schema?.TimesOf(command.ContractVersion, drift.Change) ?? 0),
            command.Source, command.ContractVersion, drift.Change, drift.Readers, period, drift.File, run, command.Owner, command.Simulated, now, command.Because);
}
