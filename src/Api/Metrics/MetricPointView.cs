using System.Text.Json;
using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.Metrics;
using Npgsql;

namespace EventedPipelines.Api.Metrics;

/// <summary>One published number (api.md, metric point).</summary>
public sealed record MetricPointView(
    string Metric,
    string Area,
    IReadOnlyDictionary<string, string> Dimensions,
    Slice Period,
    decimal? Value,
    string Unit,
    PointState Completeness,
    string? Warning,
    Guid RunId,
    DateTimeOffset PublishedAt,
    int Restatements)
{
    /// <summary>The columns that <see cref="Read"/> expects, in its order.</summary>
    public const string Columns = "metric, area, dimensions::text, period, value, unit, completeness, warning, run_id, published_at, restatements";

    public static MetricPointView Read(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        JsonSerializer.Deserialize<Dictionary<string, string>>(row.GetString(2))!,
        Slice.Parse(row.GetString(3)),
        row.IsDBNull(4) ? null : row.GetDecimal(4),
        row.GetString(5),
        Enum.Parse<PointState>(row.GetString(6), ignoreCase: true),
        row.IsDBNull(7) ? null : row.GetString(7),
        row.GetGuid(8),
        row.GetFieldValue<DateTimeOffset>(9),
        row.GetInt32(10));
}
