using EventedPipelines.Domain.Kernel;
using EventedPipelines.Projections.Production.Metrics;
using EventedPipelines.Projections.Production.Runs;
using Npgsql;
using NpgsqlTypes;

namespace EventedPipelines.Api.Production.Metrics;

/// <summary>Which published numbers are asked for. <paramref name="TotalsOnly"/> leaves out those by a dimension.</summary>
public sealed record MetricFilter(string? Metric, string? Area, DateOnly? From, DateOnly? To, Grain? Grain, bool TotalsOnly);

/// <summary>The sort key of a point.</summary>
public sealed record MetricKey(string Metric, string Area, DateOnly PeriodStart, string Grain, string Dimensions);

/// <summary>Reads `investor_metrics`: the number in force for each metric, area, period and dimensions.</summary>
public static class MetricSearch
{
    static readonly string Sql = $"""
        with latest as (
            select distinct on (metric, area, period_start, grain, dimensions::text) *
            from ep.investor_metrics
            where latest
                and ($1::text is null or metric = $1) and ($2::text is null or area = $2)
                and ($3::date is null or period_start >= $3 or (grain = '{InvestorMetricsTable.Word(Grain.Month)}' and period_start >= date_trunc('month', $3))) and ($4::date is null or period_start <= $4)
                and ($5::text is null or grain = $5) and (not $6 or dimensions = jsonb_build_object())
            order by metric, area, period_start, grain, dimensions::text, published_at desc)
        select {MetricPointView.Columns}, period_start, grain from latest
        where $7::text is null or (metric, area, period_start, grain, dimensions::text) > ($7, $8, $9, $10, $11)
        order by metric, area, period_start, grain, dimensions::text
        limit $12
        """;

    /// <summary>In the order of metric, area and period, those after <paramref name="after"/>; all of them without a limit.</summary>
    public static NpgsqlCommand Command(NpgsqlDataSource database, MetricFilter filter, MetricKey? after, int? limit)
    {
        var command = database.CreateCommand(Sql);
        command.Parameters.AddRange(new NpgsqlParameter[]
        {
            Text(filter.Metric), Text(filter.Area), Date(filter.From), Date(filter.To), Text(filter.Grain is { } grain ? InvestorMetricsTable.Word(grain) : null),
            new() { Value = filter.TotalsOnly }, Text(after?.Metric), Text(after?.Area), Date(after?.PeriodStart), Text(after?.Grain), Text(after?.Dimensions),
            new() { Value = (object?)limit ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer },
        });
        return command;
    }

    public static async Task<IReadOnlyList<(MetricPointView Point, MetricKey Key)>> FindAsync(
        NpgsqlDataSource database, MetricFilter filter, MetricKey? after, int limit, CancellationToken cancellationToken)
    {
        await using var command = Command(database, filter, after, limit);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<(MetricPointView, MetricKey)> found = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add((MetricPointView.Read(reader), KeyOf(reader)));
        }

        return found;
    }

    /// <summary>What each of the runs published.</summary>
    public static async Task<ILookup<Guid, MetricPointView>> OfRunsAsync(NpgsqlDataSource database, IReadOnlyCollection<RunDetails> runs, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"""
            select {MetricPointView.Columns} from ep.investor_metrics
            join unnest($1::uuid[], $2::int[]) as run(of_interval, of_generation) on interval_id = of_interval and generation = of_generation
            order by metric, period_start, dimensions::text
            """);
        command.Parameters.Add(new() { Value = runs.Select(run => run.IntervalId).ToArray() });
        command.Parameters.Add(new() { Value = runs.Select(run => run.Generation).ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<MetricPointView> found = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add(MetricPointView.Read(reader));
        }

        return found.ToLookup(point => point.RunId);
    }

    static MetricKey KeyOf(NpgsqlDataReader row) => new(row.GetString(0), row.GetString(1), row.GetFieldValue<DateOnly>(14), row.GetString(15), row.GetString(2));

    static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    static NpgsqlParameter Date(DateOnly? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Date };
}
