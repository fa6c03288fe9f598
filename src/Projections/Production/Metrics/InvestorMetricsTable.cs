using System.Globalization;
using System.Text.Json;
using EventedPipelines.Domain.Catalog.Metrics;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Alerts;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Metrics;
using EventedPipelines.Domain.Production.Slots;
using Npgsql;
using NpgsqlTypes;

namespace EventedPipelines.Projections.Production.Metrics;

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
             completeness, warning, run_id, published_at, restatements, latest, coverage)
        select $1, $2, p.metric, $3, $4, $5, p.period, p.period_start, p.grain, p.dimensions::jsonb, p.value, p.unit, p.completeness, coalesce(p.warning, $6), $7, $8, $9, true, p.coverage::jsonb
        from unnest($10::text[], $11::text[], $12::date[], $13::text[], $14::text[], $15::numeric[], $16::text[], $17::text[], $18::text[], $19::text[])
            as p(metric, period, period_start, grain, dimensions, value, unit, completeness, warning, coverage)
        """;

    const string Stale = """
        update ep.investor_metrics set stale_since = coalesce(stale_since, $2), stale_because = concat_ws('; ', stale_because, $3)
        where interval_id = $1 and latest and stale_because is distinct from $3
        """;

    const string Total = """
        select value, unit, completeness from ep.investor_metrics
        where latest and pipeline = $1 and metric = $2 and period = $3 and period_start = $4 and dimensions = '{}'
        """;

    const string Publishers = """
        select distinct "interval" from ep.investor_metrics
        where latest and pipeline = $1 and metric = $2 and period = $3 and period_start = $4 and dimensions = '{}'
        order by "interval"
        """;

    public static async Task WriteAsync(NpgsqlConnection connection, Interval interval, Published published, CancellationToken cancellationToken)
    {
        var points = published.Points;

        // Numbers with a word of their own are those that it concerns; a word about the publication concerns them all.
        var warning = points.Any(point => point.Warning is not null) ? null : published.Warning;
        var covered = (published.Coverage ?? new Dictionary<string, Coverage>()).ToDictionary(each => each.Key, each => JsonSerializer.Serialize(each.Value, CoverageJson.Shape));
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
                        new() { Value = interval.DataInterval.ToString() },
                        new() { Value = (object?)warning ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
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
                        new() { Value = points.Select(point => Word(point.State)).ToArray() },
                        new() { Value = points.Select(point => point.Warning).ToArray() },
                        new() { Value = points.Select(point => point.Model is { } model ? covered.GetValueOrDefault(model) : null).ToArray() },
                    },
                },
            },
        };
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>What is published of the interval is not what it would be if it were computed now; as long as it is in force (domain.md 2.4).</summary>
    public static async Task MarkStaleAsync(NpgsqlConnection connection, MarkedStale marked, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Stale, connection)
        {
            Parameters = { new() { Value = marked.IntervalId }, new() { Value = marked.MarkedAt }, new() { Value = marked.Cause.ToString() } },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>What the pipeline has published for the periods before, of the totals that its alerts are about.</summary>
    public static async Task<IReadOnlyList<MetricPoint>> ComparedAsync(
        NpgsqlConnection connection, string pipeline, IReadOnlyList<AlertDefinition> alerts, IReadOnlyList<MetricPoint> points, CancellationToken cancellationToken)
    {
        var wanted =
            from alert in alerts
            from point in points
            where alert.IsOn(point)
            select (point.Metric, point.Period.Previous);
        List<MetricPoint> before = [];
        foreach (var (metric, period) in wanted.Distinct())
        {
            before.AddRange(await TotalsAsync(connection, pipeline, metric, period, cancellationToken));
        }

        return before;
    }

    /// <summary>The intervals of the pipeline that have published the totals, in order.</summary>
    public static async Task<IReadOnlyList<DataInterval>> PublishedByAsync(
        NpgsqlConnection connection, string pipeline, IEnumerable<(string Metric, DataInterval Period)> totals, CancellationToken cancellationToken)
    {
        SortedSet<string> intervals = new(StringComparer.Ordinal);
        foreach (var (metric, period) in totals)
        {
            await using var command = Of(Publishers, connection, pipeline, metric, period);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                intervals.Add(reader.GetString(0));
            }
        }

        return [.. intervals.Select(DataInterval.Parse)];
    }

    /// <summary>What the pipeline has published of a metric for a period, without dimensions: one point or none.</summary>
    public static async Task<IReadOnlyList<MetricPoint>> TotalsAsync(NpgsqlConnection connection, string pipeline, string metric, DataInterval period, CancellationToken cancellationToken)
    {
        await using var command = Of(Total, connection, pipeline, metric, period);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<MetricPoint> points = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            points.Add(new(
                metric, new Dictionary<string, string>(), period, reader.IsDBNull(0) ? null : reader.GetDecimal(0), reader.GetString(1),
                Enum.Parse<PointState>(reader.GetString(2), ignoreCase: true)));
        }

        return points;
    }

    static NpgsqlCommand Of(string sql, NpgsqlConnection connection, string pipeline, string metric, DataInterval period) => new(sql, connection)
    {
        Parameters = { new() { Value = pipeline }, new() { Value = metric }, new() { Value = period.ToString() }, new() { Value = period.First } },
    };

    /// <summary>An enum member as the table has it.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(Convert.ToString(value, CultureInfo.InvariantCulture)!);
}
