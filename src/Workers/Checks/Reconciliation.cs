using EventedPipelines.Domain.Checks;
using EventedPipelines.Workers.Engine;
using EventedPipelines.Workers.Runs;

namespace EventedPipelines.Workers.Checks;

/// <summary>
/// The total over a model equals the total over its source's raw rows less that over the quarantined ones (domain.md 2.7, kind 2). Both
/// totals are exact; one over no rows is 0.
/// </summary>
static class Reconciliation
{
    public static async Task<CheckResult> EvaluateAsync(EngineSession session, CheckDefinition check, RunRelations relations, CancellationToken cancellation)
    {
        if (check is not { Total: { } total, Against: { } against } || relations.SourceOf(against.Source) is not { } source)
        {
            return check.Errored("It compares with no source of the pipeline.");
        }

        var actual = await TotalAsync(session, total, await relations.ModelAsync(check.Target), cancellation);
        var raw = await TotalAsync(session, against.Total, await relations.RawAsync(source), cancellation);
        var quarantined = await relations.QuarantinedAsync(source) is { } rows ? await TotalAsync(session, against.Total, rows, cancellation) : 0;
        return check.Compared(actual, raw - quarantined);
    }

    static async Task<decimal> TotalAsync(EngineSession session, string total, string rows, CancellationToken cancellation)
    {
        await SqlGuard.ExpressionAsync(session, total, $"total '{total}'", cancellation);
        var select = $"select (\n{total}\n) as total from ({rows})";
        var type = (await session.DescribeAsync(select, cancellation))[0].Type;
        if (!ColumnType.Parse(type).IsExact)
        {
            throw Failure.Permanent($"total '{total}'", $"The total '{total}' gives {type.ToLowerInvariant()}, which is not exact.", "Total a decimal or whole number.");
        }

        var values = await session.QueryAsync(select, reader => reader.IsDBNull(0) ? 0 : Exact(reader.GetValue(0)), cancellation);
        return values is [var value]
            ? value
            : throw Failure.Permanent($"total '{total}'", $"'{total}' is no total: it gives {values.Count} values.", "Use an aggregate, such as sum(amount).");
    }

    static decimal Exact(object value) => value is System.Numerics.BigInteger whole ? (decimal)whole : Convert.ToDecimal(value, System.Globalization.CultureInfo.InvariantCulture);
}
