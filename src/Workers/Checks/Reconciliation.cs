using System.Globalization;
using System.Numerics;
using EventedPipelines.Domain.Checks;
using EventedPipelines.Workers.Engine;

namespace EventedPipelines.Workers.Checks;

/// <summary>
/// The total over a model equals the total over its source's raw rows less that over the quarantined ones (domain.md 2.7, kind 2). Both
/// totals are exact; one over no rows is 0.
/// </summary>
static class Reconciliation
{
    public static async Task<CheckResult> EvaluateAsync(CheckStage stage, CheckDefinition check)
    {
        if (check is not { Total: { } total, Against: { } against } || stage.Relations.SourceOf(against.Source) is not { } source)
        {
            return check.Errored("It compares with no source of the pipeline.");
        }

        var actual = await TotalAsync(stage, total, await stage.ViewAsync(check.Target));
        var raw = await TotalAsync(stage, against.Total, await stage.ViewAsync(source.Id));
        var quarantined = await stage.Relations.QuarantinedAsync(source) is { } rows ? await TotalAsync(stage, against.Total, $"({rows})") : 0;
        return check.Compared(actual, raw - quarantined);
    }

    static async Task<decimal> TotalAsync(CheckStage stage, string total, string rows)
    {
        await stage.ExpressionAsync(total, $"total '{total}'");
        var values = await stage.QueryAsync($"select (\n{total}\n) as total from {rows}", reader => reader.GetFieldType(0) == typeof(double) || reader.GetFieldType(0) == typeof(float)
            ? throw Failure.Permanent($"total '{total}'", $"The total '{total}' gives a binary float, which is not exact.", "Total a decimal or whole number.")
            : reader.IsDBNull(0) ? 0 : Exact(reader.GetValue(0), total));
        return values is [var value]
            ? value
            : throw Failure.Permanent($"total '{total}'", $"'{total}' is no total: it gives {values.Count} values.", "Use an aggregate, such as sum(amount).");
    }

    static decimal Exact(object value, string total) => value switch
    {
        BigInteger whole => (decimal)whole,
        decimal or sbyte or byte or short or ushort or int or uint or long or ulong => Convert.ToDecimal(value, CultureInfo.InvariantCulture),
        _ => throw Failure.Permanent($"total '{total}'", $"The total '{total}' gives {value.GetType().Name}, which is not exact.", "Total a decimal or whole number."),
    };
}
