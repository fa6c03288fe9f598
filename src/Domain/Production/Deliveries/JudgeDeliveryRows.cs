using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Domain.Production.Deliveries;

/// <summary>A verdict over rows that one of a source's own checks has set apart; all of them where no row is named.</summary>
public sealed record JudgeDeliveryRows(string Check, IReadOnlyList<RowKey> Rows, Verdict Verdict, string Reason, string Actor);

public static class JudgeDeliveryRowsDecision
{
    /// <summary>It holds for all that read the delivery, in every later version of it and every later generation of theirs (domain.md 2.8).</summary>
    public static Decision Decide(JudgeDeliveryRows command, RowsFound found, Delivery delivery, DateTimeOffset now)
    {
        var said = Said(command, found, delivery);
        return said.Refused is { } refused
            ? refused
            : [.. said.Said.Select(one => new DeliveryRowsJudged(delivery.Id, one.Verdict, one.Source, one.Count, command.Reason, command.Actor, now))];
    }

    /// <summary>Whether other rows count by it, so that what was read of the delivery is read again.</summary>
    public static bool ChangesRows(JudgeDeliveryRows command, RowsFound found, Delivery delivery) => Said(command, found, delivery).ChangesRows;

    public static QuarantinedRows? ApartBy(string check, Delivery delivery) => delivery.Current?.Checked?.Quarantined.FirstOrDefault(rows => rows.Check == check);

    /// <summary>The verdicts over rows of the check, by the version of its rule that counts now.</summary>
    public static IReadOnlyList<SaidVerdict> JudgedBy(string check, Delivery delivery)
    {
        var ofCheck = delivery.Judged.FindAll(judged => judged.Verdict.Check == check);
        var version = ApartBy(check, delivery)?.RuleVersion ?? ofCheck.LastOrDefault()?.Verdict.RuleVersion;
        return [.. ofCheck.Where(judged => judged.Verdict.RuleVersion == version).Select(judged => new SaidVerdict(judged.Verdict, judged.Source, judged.Count))];
    }

    static RowVerdicts Said(JudgeDeliveryRows command, RowsFound found, Delivery delivery)
    {
        var known = delivery.Current?.Checked?.Quarantined.Select(rows => $"'{rows.Check}'").ToList() ?? [];
        var nothing = new Rejection(
            $"The check '{command.Check}' has set no row of '{delivery.Source}' of {delivery.Period} apart. {(known.Count == 0 ? "No check of the source has." : $"These have: {string.Join(", ", known)}.")}");
        return RowVerdicts.Of(
            command.Check, command.Rows, command.Verdict, found, ApartBy(command.Check, delivery), JudgedBy(command.Check, delivery), nothing, "GET /runs/{id}/quarantine of a run that reads it lists those that it has.");
    }
}
