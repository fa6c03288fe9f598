using System.Globalization;
using System.Numerics;
using EventedPipelines.Domain.Checks;
using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.Pipelines;
using EventedPipelines.Workers.Engine;

namespace EventedPipelines.Workers.Checks;

/// <summary>
/// A total of the interval against the same total of the earlier ones (domain.md 2.7, kind 3; <see cref="Outlier"/>). With `by` each value of
/// the column is looked at for itself, and the one furthest off is told.
/// </summary>
static class Anomaly
{
    public const int Least = 28;
    public const decimal Threshold = 3.5m;

    const string None = "(none)";

    public static async Task<CheckResult> EvaluateAsync(CheckStage stage, CheckDefinition check)
    {
        var (slice, least, threshold) = (stage.Material.Slice, check.Least ?? Least, check.Threshold ?? Threshold);
        await stage.ExpressionAsync(check.Value!, $"check '{check.Id}'");
        var now = await ValuesAsync(stage, check, await stage.Relations.ModelAsync(check.Target));
        var history = await HistoryAsync(stage, check);
        var judged = now
            .Select(group => (group.By, group.Value, Past: history.Where(past => past.By == group.By).Select(past => (past.Interval, past.Value)).ToList()))
            .Where(group => group.Past.Count >= least)
            .Select(group => (group.By, group.Value, group.Past.Count, Outlier: Outlier.Of(group.Past, slice, group.Value)))
            .OrderByDescending(group => Math.Abs(group.Outlier.Score)).ToList();
        if (judged is not [var worst, ..])
        {
            var most = history.GroupBy(past => past.By).Select(group => group.Count()).DefaultIfEmpty().Max();
            return check.Unknown(string.Create(CultureInfo.InvariantCulture, $"{most} earlier intervals, and {least} are needed"));
        }

        var outliers = judged.Where(group => Math.Abs(group.Outlier.Score) > threshold).ToList();
        return check.Measured(
            outliers.Count == 0, worst.Value, worst.Outlier.Expected, "value", outliers.ToDictionary(group => group.By.Length == 0 ? "outlier" : group.By, _ => 1L),
            string.Create(CultureInfo.InvariantCulture, $"{(worst.By.Length == 0 ? "" : $"{worst.By}: ")}score {worst.Outlier.Score} of {threshold} allowed, from {worst.Count} earlier intervals"));
    }

    static async Task<List<(string By, Slice Interval, decimal Value)>> HistoryAsync(CheckStage stage, CheckDefinition check)
    {
        var from = (check.History ?? Window.History).From(stage.Material.Slice, stage.Material.Slice.Grain);
        var files = await stage.Relations.FilesOfModelAsync(check.Target, stage.Material.Earlier.Where(interval => !(from > interval.Slice.Last)));
        if (files.Count == 0)
        {
            return [];
        }

        // Intervals with the same rows share a file.
        var values = (await ValuesAsync(stage, check, $"select * from {Parquet.Read(files.Select(file => file.Path).Distinct(), ", filename = true")}", "filename")).ToLookup(value => value.File);
        return [.. from file in files from value in values[file.Path] select (value.By, file.Interval, value.Value)];
    }

    static Task<List<(string By, decimal Value, string File)>> ValuesAsync(CheckStage stage, CheckDefinition check, string rows, string file = "''")
    {
        var by = check.By is null ? "''" : $"coalesce(cast({Sql.Name(check.By)} as varchar), '{None}')";
        return Numbers(stage, $"select {by}, {file}, (\n{check.Value}\n) from ({rows}) group by 1, 2");
    }

    static async Task<List<(string By, decimal Value, string File)>> Numbers(CheckStage stage, string select) =>
        [.. (await stage.QueryAsync(select, reader => (reader.GetString(0), reader.IsDBNull(2) ? null : NumberOf(reader.GetValue(2)), reader.GetString(1))))
            .Where(found => found.Item2 is not null).Select(found => (found.Item1, found.Item2!.Value, found.Item3))];

    static decimal? NumberOf(object value) => value switch
    {
        BigInteger whole => (decimal)whole,
        double real => double.IsFinite(real) ? (decimal)real : null,
        _ => Convert.ToDecimal(value, CultureInfo.InvariantCulture),
    };
}
