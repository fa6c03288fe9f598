using System.Globalization;
using EventedPipelines.Domain.Checks;
using EventedPipelines.Domain.Intervals;
using EventedPipelines.Workers.Engine;

namespace EventedPipelines.Workers.Checks;

/// <summary>What people said of the rows that a check sets apart, as SQL (domain.md 2.8).</summary>
static class Verdicts
{
    /// <summary>A SELECT of hash and occurrence of the rows that are to be seen again; null where there are none. Verdicts over another version of the rule do not count.</summary>
    public static async Task<string?> ReadmittedAsync(Lake lake, CheckDefinition check, IReadOnlyList<StandingVerdict> verdicts, CancellationToken cancellation)
    {
        var parts = new List<string>();
        var ours = verdicts.Where(verdict => verdict.Check == check.Id && verdict.RuleVersion == check.Version).ToList();
        foreach (var (at, verdict) in ours.Index())
        {
            var said = string.Create(CultureInfo.InvariantCulture, $"{(verdict.Verdict is Verdict.Readmit ? "true" : "false")} as readmit, {at} as nth");
            parts.AddRange(verdict.Rows.Select(row => string.Create(CultureInfo.InvariantCulture, $"select {Sql.Text(row.RowHash)} as hash, cast({row.Occurrence} as bigint) as occurrence, {said}")));
            if (verdict.File is { } file)
            {
                parts.Add($"select __row_hash as hash, __occurrence as occurrence, {said} from {Parquet.Read([await lake.VerifiedAsync(lake.Quarantine, file, cancellation)])}");
            }
        }

        return ours.TrueForAll(verdict => verdict.Verdict is not Verdict.Readmit)
            ? null
            : $"select (hash, occurrence) from ({string.Join(" union all ", parts)}) group by hash, occurrence having arg_max(readmit, nth)";
    }
}
