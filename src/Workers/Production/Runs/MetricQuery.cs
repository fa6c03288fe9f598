using DuckDB.NET.Data;
using EventedPipelines.Domain.Catalog.Metrics;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Metrics;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Runs;

/// <summary>The points of one metric over a view of its model's rows.</summary>
static class MetricQuery
{
    const int Places = 4;
    const string None = "(none)";

    public static async Task<IReadOnlyList<MetricPoint>> PointsAsync(EngineSession session, PipelineDefinition definition, MetricDefinition metric, CancellationToken cancellationToken)
    {
        var place = $"metric '{metric.Id}'";
        await ProvenSql.OnceAsync(
            definition, $"{place} of {metric.Model} in {metric.Unit}", metric.Value, () => CheckedAsync(session, metric.Value, metric.Unit, metric.Model, place, cancellationToken));
        var points = new List<MetricPoint>();
        foreach (var by in metric.By.Prepend(null))
        {
            var period = $"cast(date_trunc('{(metric.Grain is Grain.Day ? "day" : "month")}', {Sql.Name(metric.Period)}) as date)";
            var (dimension, groups) = by is null ? ("", "1") : ($", coalesce(cast({Sql.Name(by)} as varchar), {Sql.Text(None)})", "1, 3");
            var select = $"select {period}, (\n{metric.Value}\n){dimension} from {Sql.Name(metric.Model)} group by {groups} order by {groups}";
            points.AddRange(await session.QueryAsync(select, reader => Point(reader, metric, by, place), cancellationToken));
        }

        return points;
    }

    static MetricPoint Point(DuckDBDataReader row, MetricDefinition metric, string? by, string place) => row.IsDBNull(0)
        ? throw Failure.Permanent(place, $"Its period column '{metric.Period}' is null in rows of the model '{metric.Model}'.", "Give every row of the model a period.")
        : new(
            metric.Id,
            by is null ? new Dictionary<string, string>() : new Dictionary<string, string> { [by] = row.GetString(2) },
            DataInterval.Of(metric.Grain, row.GetFieldValue<DateOnly>(0)),
            row.IsDBNull(1) ? null : Rounded(row.GetValue(1)),
            metric.Unit);

    /// <summary>Null for what is no number, such as the float of a division by zero.</summary>
    static decimal? Rounded(object value)
    {
        decimal? number = value switch
        {
            double real => double.IsFinite(real) ? (decimal)real : null,
            float real => float.IsFinite(real) ? (decimal)real : null,
            System.Numerics.BigInteger whole => (decimal)whole,
            _ => Convert.ToDecimal(value, System.Globalization.CultureInfo.InvariantCulture),
        };
        return number is null ? null : Math.Round(number.Value, Places, MidpointRounding.AwayFromZero);
    }

    /// <summary>An aggregate that is a number, and an exact one where its unit is a currency.</summary>
    public static Task<ColumnType> CheckedAsync(EngineSession session, string value, string unit, string model, string place, CancellationToken cancellationToken) =>
        SqlExpression.CheckedAsync(session, value, IsMoney(unit) ? SqlValue.Total : SqlValue.Measure, Sql.Name(model), place, cancellationToken);

    static bool IsMoney(string unit) => unit.Length == 3 && unit.All(char.IsAsciiLetterUpper);
}
