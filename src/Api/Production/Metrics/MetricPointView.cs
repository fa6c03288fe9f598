using System.Text.Json;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Metrics;
using EventedPipelines.Domain.Production.Slots;
using EventedPipelines.Projections.Production.Metrics;
using Npgsql;

namespace EventedPipelines.Api.Production.Metrics;

/// <summary>One published number (api.md, metric point).</summary>
public sealed record MetricPointView(
    string Metric,
    string Area,
    IReadOnlyDictionary<string, string> Dimensions,
    DataInterval Period,
    decimal? Value,
    string Unit,
    PointState Completeness,
    string? Warning,
    Guid RunId,
    DateTimeOffset PublishedAt,
    int Restatements,
    CoverageView? Coverage,
    StaleView? Stale)
{
    /// <summary>The columns that <see cref="Read"/> expects, in its order.</summary>
    public const string Columns = "metric, area, dimensions::text, period, value, unit, completeness, warning, run_id, published_at, restatements, coverage::text, stale_since, stale_because";

    public static MetricPointView Read(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        JsonSerializer.Deserialize<Dictionary<string, string>>(row.GetString(2))!,
        DataInterval.Parse(row.GetString(3)),
        row.IsDBNull(4) ? null : row.GetDecimal(4),
        row.GetString(5),
        Enum.Parse<PointState>(row.GetString(6), ignoreCase: true),
        row.IsDBNull(7) ? null : row.GetString(7),
        row.GetGuid(8),
        row.GetFieldValue<DateTimeOffset>(9),
        row.GetInt32(10),
        row.IsDBNull(11) ? null : CoverageView.Of(JsonSerializer.Deserialize<Coverage>(row.GetString(11), CoverageJson.Shape)!),
        row.IsDBNull(12) ? null : new(row.GetFieldValue<DateTimeOffset>(12), row.GetString(13)));
}

/// <summary>The number is not what it would be if it were computed now, since when and why (domain.md 2.4).</summary>
public sealed record StaleView(DateTimeOffset Since, string Because);

/// <summary>
/// Over which slots a number was computed (domain.md 2.4a). <paramref name="MissingSlots"/> are those that stand in its way, by source or model and period, over
/// all hops; where there are more than a hundred, `a..b` for those that follow each other.
/// </summary>
public sealed record CoverageView(
    int Slots, int Complete, int Partial, int ConfirmedEmpty, int Missing, int BeforeBeginning, int Ended, int NotYetDue, IReadOnlyList<string> MissingSlots, IReadOnlyList<Hole> Holes)
{
    const int MostNamed = 100;

    public static CoverageView Of(Coverage coverage) => new(
        coverage.Slots, coverage.Complete, coverage.Partial, coverage.ConfirmedEmpty, coverage.Missing, coverage.BeforeBeginning, coverage.Ended, coverage.NotYetDue,
        Named([.. coverage.Holes.Where(hole => hole.State is not SlotState.BeforeBeginning)]), coverage.Holes);

    // A hole of years would be thousands of texts in each point of a list.
    static IReadOnlyList<string> Named(IReadOnlyList<Hole> holes) => holes.Sum(hole => hole.DataIntervals.DataIntervals.Count()) > MostNamed
        ? [.. holes.Select(hole => $"{hole.Relation} {hole.DataIntervals}").Distinct()]
        : [.. holes.SelectMany(hole => hole.DataIntervals.DataIntervals.Select(dataInterval => $"{hole.Relation} {dataInterval}")).Distinct()];
}
