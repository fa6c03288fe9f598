using EventedPipelines.Domain.Runs;

namespace EventedPipelines.Domain.Intervals;

/// <summary>What a person says of a row that a check set apart: it counts after all, or it never will.</summary>
public enum Verdict
{
    Readmit,
    Discard,
}

/// <summary>A row by the hash of its values, and which of the rows with that hash it is (domain.md 2.8).</summary>
public sealed record RowKey(string RowHash, long Occurrence);

/// <summary>A verdict in force: over the rows named, or over all that a file of the lake holds. Of two over one row the later counts.</summary>
public sealed record StandingVerdict(string Check, int RuleVersion, Verdict Verdict, IReadOnlyList<RowKey> Rows, string? File);

/// <summary>A verdict over rows that one check has set apart; all of them where no row is named.</summary>
public sealed record JudgeQuarantine(string Check, IReadOnlyList<RowKey> Rows, Verdict Verdict, string Reason, string Actor);

public static class JudgeQuarantineDecision
{
    public const int MostRows = 500;

    public static (Refused? Refused, QuarantineJudged? Judged) Decide(JudgeQuarantine command, Interval interval, Run run, DateTimeOffset now)
    {
        var apart = run.Quarantine.Find(rows => rows.Check == command.Check);
        if (apart is null)
        {
            var known = run.Quarantine.Select(rows => $"'{rows.Check}'").ToList();
            return (new($"The check '{command.Check}' has set no row of generation {run.Generation} apart. {(known.Count == 0 ? "No check has." : $"These have: {string.Join(", ", known)}.")}"), null);
        }

        return (null, new(
            interval.Id, new(apart.Check, apart.RuleVersion, command.Verdict, command.Rows, command.Rows.Count == 0 ? apart.Sha256 : null),
            apart.Source, command.Rows.Count == 0 ? apart.Rows : command.Rows.Count, command.Reason, command.Actor, now));
    }
}
