using System.Globalization;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Checks;

/// <summary>What people said of the rows that a check sets apart, as SQL (domain.md 2.8).</summary>
static class Verdicts
{
    /// <summary>
    /// A SELECT of `hash`, `occurrence` and `readmit` of every row that a verdict is in force on, each once: the later of two counts. Null
    /// where there is none. Verdicts over another version of the rule do not count.
    /// </summary>
    public static async Task<string?> InForceAsync(Lake lake, string check, int ruleVersion, IReadOnlyList<StandingVerdict> verdicts, CancellationToken cancellationToken)
    {
        var parts = new List<string>();
        foreach (var (nth, verdict) in verdicts.Where(verdict => verdict.Check == check && verdict.RuleVersion == ruleVersion).Index())
        {
            var said = string.Create(CultureInfo.InvariantCulture, $"{(verdict.Verdict is Verdict.Readmit ? "true" : "false")} as readmit, {nth} as nth");
            parts.AddRange(verdict.Rows.Select(row => string.Create(CultureInfo.InvariantCulture, $"select {Sql.Text(row.RowHash)} as hash, cast({row.Occurrence} as bigint) as occurrence, {said}")));
            if (verdict.File is { } file)
            {
                var rows = Parquet.Read([await lake.VerifiedAsync(lake.Quarantine, file, cancellationToken)]);
                parts.Add($"select {QuarantineColumns.Hash} as hash, {QuarantineColumns.Occurrence} as occurrence, {said} from {rows}");
            }
        }

        return parts.Count == 0
            ? null
            : $"select hash, occurrence, arg_max(readmit, nth) as readmit from ({string.Join(" union all ", parts)}) group by hash, occurrence";
    }
}
