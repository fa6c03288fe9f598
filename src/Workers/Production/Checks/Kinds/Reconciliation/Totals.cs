using System.Globalization;
using System.Numerics;
using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Production.Checks;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Checks.Kinds.Reconciliation;

/// <summary>
/// The total over a model equals the total over its source's raw rows less that over the quarantined ones (domain.md 2.7, kind 2), or
/// that of several sources together (2.8). All totals are exact; one over no rows is 0.
/// </summary>
static class Totals
{
    /// <summary>What it counts.</summary>
    public const string Unit = "total";

    public static async Task<CheckResult> EvaluateAsync(CheckStage stage, CheckDefinition check)
    {
        if (check is not { Total: { } total, Against: { } first })
        {
            return check.Errored("It compares with no source of the pipeline.", Unit);
        }

        var (actual, looked) = await TotalAsync(stage, total, check.Target, await stage.ViewAsync(check.Target));
        var expected = 0m;
        foreach (var against in (check.Also ?? []).Prepend(first))
        {
            if (stage.Relations.SourceOf(against.Source) is not { } source)
            {
                return check.Errored($"There is no source '{against.Source}' in the pipeline.", Unit);
            }

            var (raw, rows) = await TotalAsync(stage, against.Total, source.Id, await stage.ViewAsync(source.Id));
            expected += raw - await QuarantinedAsync(stage, against.Total, source);
            looked += rows;
        }

        return check.Compared(actual, expected) with { RowsLookedAt = looked };
    }

    static async Task<decimal> QuarantinedAsync(CheckStage stage, string total, SourceDefinition source) =>
        await stage.Relations.QuarantinedAsync(source) is { } rows ? (await TotalAsync(stage, total, source.Id, $"({rows})")).Total : 0;

    static async Task<(decimal Total, long Rows)> TotalAsync(CheckStage stage, string total, string of, string rows)
    {
        await stage.CheckedAsync(total, SqlValue.Total, of, rows, $"total '{total}'");
        return (await stage.QueryAsync(
            $"select (\n{total}\n) as total, count(*) from {rows}", reader => (reader.IsDBNull(0) ? 0 : Exact(reader.GetValue(0)), reader.GetInt64(1))))[0];
    }

    static decimal Exact(object value) => value is BigInteger whole ? (decimal)whole : Convert.ToDecimal(value, CultureInfo.InvariantCulture);
}
