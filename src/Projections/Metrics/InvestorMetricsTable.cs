using System.Globalization;
using System.Text.Json;
using EventedPipelines.Domain.Intervals;
using Npgsql;
using NpgsqlTypes;

namespace EventedPipelines.Projections.Metrics;

/// <summary>
/// The flat table `investor_metrics` that reporting jobs read: one row per generation, metric, period and dimensions. Written in the
/// publication's transaction, so that it never disagrees with the targets (architecture.md, Read models).
/// </summary>
public static class InvestorMetricsTable
{
    const string Retire = "update ep.investor_metrics set latest = false where interval_id = $1 and latest";

    const string Insert = """
        insert into ep.investor_metrics
            (interval_id, generation, metric, area, pipeline, "interval", period, period_start, grain, dimensions, value, unit,
             completeness, warning, run_id, published_at, restatements, latest)
        select $1, $2, p.metric, $3, $4, $5, p.period, p.period_start, p.grain, p.dimensions::jsonb, p.value, p.unit, $6, $7, $8, $9, $10, true
        from unnest($11::text[], $12::text[], $13::date[], $14::text[], $15::text[], $16::numeric[], $17::text[])
            as p(metric, period, period_start, grain, dimensions, value, unit)
        """;

    public static async Task WriteAsync(NpgsqlConnection connection, Interval interval, Published published, CancellationToken token)
    {
        var points = published.Points;
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new(Retire) { Parameters = { new() { Value = interval.Id } } },
                new(Insert)
                {
                    Parameters =
                    {
                        new() { Value = interval.Id },
                        new() { Value = published.Generation },
                        new() { Value = interval.Area },
                        new() { Value = interval.Pipeline },
                        new() { Value = interval.Slice.ToString() },
                        new() { Value = Word(published.Completeness) },
                        new() { Value = (object?)published.Warning ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                        new() { Value = published.RunId },
                        new() { Value = published.PublishedAt },
                        new() { Value = interval.Restatements + (published.Restated.Count > 0 ? 1 : 0) },
                        new() { Value = points.Select(point => point.Metric).ToArray() },
                        new() { Value = points.Select(point => point.Period.ToString()).ToArray() },
                        new() { Value = points.Select(point => point.Period.First).ToArray() },
                        new() { Value = points.Select(point => Word(point.Period.Grain)).ToArray() },
                        new() { Value = points.Select(point => JsonSerializer.Serialize(point.Dimensions)).ToArray() },
                        new() { Value = points.Select(point => point.Value).ToArray() },
                        new() { Value = points.Select(point => point.Unit).ToArray() },
                    },
                },
            },
        };
        await batch.ExecuteNonQueryAsync(token);
    }

    static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(Convert.ToString(value, CultureInfo.InvariantCulture)!);
}
