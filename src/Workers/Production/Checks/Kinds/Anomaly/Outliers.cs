using System.Globalization;
using System.Numerics;
using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Checks;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Checks.Kinds.Anomaly;

/// <summary>
/// A total of the interval against the same total of the earlier ones (domain.md 2.7, kind 3; <see cref="Outlier"/>). With `by` each value of
/// the column is looked at for itself, and the one furthest off is told. An interval without rows has the value 0, from the first one on that a
/// value of the column has rows in; a total that is null, because something is missing, is no value.
/// </summary>
static class Outliers
{
    public const int Least = 28;
    public const decimal Threshold = 3.5m;

    const string None = "(none)";

    public static async Task<CheckResult> EvaluateAsync(CheckStage stage, CheckDefinition check)
    {
        var (dataInterval, least, threshold, floor) = (stage.Material.DataInterval, check.Least ?? Least, check.Threshold ?? Threshold, check.Floor ?? Outlier.UsualFloor);
        await stage.CheckedAsync(check.Value!, SqlValue.Measure, check.Target, await stage.ViewAsync(check.Target), CheckSql.PlaceOf(check));
        var rows = await stage.RowsOfAsync(check.Target);
        var now = (await ValuesAsync(stage, check, await stage.Relations.ModelAsync(check.Target))).ToDictionary(found => found.By, found => found.Value);
        var history = await HistoryAsync(stage, check);
        string[] all = check.By is null ? [""] : [.. now.Keys.Union(history.SelectMany(past => past.Values.Keys)).Order(StringComparer.Ordinal)];
        var judged = all
            .Select(by => (By: by, Value: now.TryGetValue(by, out var value) ? value : 0, Past: PastOf(by, history, check)))
            .Where(group => group.Value is not null)
            .Select(group => (group.By, Value: group.Value!.Value, group.Past))
            .Where(group => group.Past.Count >= least)
            .Select(group => (group.By, group.Value, group.Past.Count, Outlier: Outlier.Of(group.Past, dataInterval, group.Value, floor)))
            .OrderByDescending(group => Math.Abs(group.Outlier.Score)).ToList();
        if (judged is not [var worst, ..])
        {
            var most = all.Select(by => PastOf(by, history, check).Count).DefaultIfEmpty().Max();
            return check.Unknown(string.Create(CultureInfo.InvariantCulture, $"{most} earlier intervals, and {least} are needed")) with { RowsLookedAt = rows };
        }

        var outliers = judged.Where(group => Math.Abs(group.Outlier.Score) > threshold).ToList();
        return check.Measured(
            outliers.Count == 0, worst.Value, worst.Outlier.Expected, "value", outliers.ToDictionary(group => group.By.Length == 0 ? "outlier" : group.By, _ => 1L),
            string.Create(CultureInfo.InvariantCulture, $"{(worst.By.Length == 0 ? "" : $"{worst.By}: ")}score {worst.Outlier.Score} of {threshold} allowed, from {worst.Count} earlier intervals"))
            with
        {
            RowsLookedAt = rows,
        };
    }

    static List<(DataInterval Interval, decimal Value)> PastOf(string key, List<(DataInterval Interval, IReadOnlyDictionary<string, decimal?> Values)> history, CheckDefinition check) =>
    [
        .. from past in check.By is null ? history : history.SkipWhile(past => !past.Values.ContainsKey(key))
           let value = past.Values.TryGetValue(key, out var found) ? found : 0
           where value is not null
           select (past.Interval, value.Value),
    ];

    // In the order of time.
    static async Task<List<(DataInterval Interval, IReadOnlyDictionary<string, decimal?> Values)>> HistoryAsync(CheckStage stage, CheckDefinition check)
    {
        var from = (check.History ?? Window.History).From(stage.Material.DataInterval, stage.Material.DataInterval.Grain);
        var (files, rows) = await stage.Relations.FilesOfModelAsync(check.Target, [.. stage.Material.Earlier.Where(interval => !(from > interval.DataInterval.Last))]);
        if (files.Count == 0)
        {
            return [];
        }

        var values = (await ValuesAsync(stage, check, rows, "filename")).ToLookup(value => value.File);
        return
        [
            .. from file in files
               orderby file.Interval.First
               select (file.Interval, (IReadOnlyDictionary<string, decimal?>)values[file.Path].ToDictionary(value => value.By, value => value.Value)),
        ];
    }

    static Task<List<(string By, decimal? Value, string File)>> ValuesAsync(CheckStage stage, CheckDefinition check, string rows, string file = "''")
    {
        var by = check.By is null ? "''" : $"coalesce(cast({Sql.Name(check.By)} as varchar), '{None}')";
        return stage.QueryAsync(
            $"select {by}, {file}, (\n{check.Value}\n) from ({rows}) group by 1, 2", reader => (reader.GetString(0), reader.IsDBNull(2) ? null : NumberOf(reader.GetValue(2)), reader.GetString(1)));
    }

    static decimal? NumberOf(object value) => value switch
    {
        BigInteger whole => (decimal)whole,
        double real => double.IsFinite(real) ? (decimal)real : null,
        _ => Convert.ToDecimal(value, CultureInfo.InvariantCulture),
    };
}
