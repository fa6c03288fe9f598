using System.Globalization;
using EventedPipelines.Domain.Checks;
using EventedPipelines.Domain.Intervals;
using EventedPipelines.Workers.Engine;

namespace EventedPipelines.Workers.Checks;

/// <summary>Checks of the dates in a column: the newest, and whether none that is expected is absent (domain.md 2.7, kind 5).</summary>
static class Dates
{
    const int MostNamed = 31;

    /// <summary>A date lasts until its midnight; times are those of the pipeline's zone.</summary>
    public static async Task<CheckResult> FreshnessAsync(CheckStage stage, CheckDefinition check)
    {
        var column = Sql.Name(check.Columns[0]);
        var newest = (await stage.QueryAsync(
            $"select max(cast({column} as timestamp) + case when typeof({column}) = 'DATE' then interval 1 day else interval 0 day end) from {await stage.ViewAsync(check.Target)}",
            reader => reader.IsDBNull(0) ? (DateTime?)null : reader.GetDateTime(0)))[0];
        var end = stage.Material.Slice.End.ToDateTime(TimeOnly.MinValue);
        var (age, atMost) = (end - newest, check.AtMost ?? TimeSpan.Zero);
        return check.Measured(
            age <= atMost, age is { } old ? Hours(old) : null, Hours(atMost), "hours",
            detail: newest is { } time ? string.Create(CultureInfo.InvariantCulture, $"the newest is of {time:yyyy-MM-dd HH:mm}") : "there are no rows");
    }

    public static async Task<CheckResult> CompletenessAsync(CheckStage stage, CheckDefinition check)
    {
        var view = await stage.ViewAsync(check.Target);
        var expected = Expected(stage, check.Target);
        if (check.Columns.Count == 0)
        {
            var rows = (await stage.QueryAsync($"select count(*) from {view}", reader => reader.GetInt64(0)))[0];
            return check.Measured(rows > 0 || expected.Count == 0, rows, expected.Count == 0 ? 0 : 1, "rows");
        }

        var there = (await stage.QueryAsync(
            $"select distinct cast({Sql.Name(check.Columns[0])} as date) from {view} where {Sql.Name(check.Columns[0])} is not null", reader => reader.GetFieldValue<DateOnly>(0))).ToHashSet();
        var absent = expected.Where(day => !there.Contains(day)).ToList();
        return check.Measured(
            absent.Count == 0, expected.Count - absent.Count, expected.Count, "days", absent.Take(MostNamed).ToDictionary(day => Slice.Day(day).ToString(), _ => 0L),
            absent.Count == 0 ? null : $"without {string.Join(", ", absent.Take(MostNamed).Select(day => Slice.Day(day)))}{(absent.Count > MostNamed ? ", ..." : "")}");
    }

    // Of a model by the month in a pipeline by the day, all days of the month.
    static List<DateOnly> Expected(CheckStage stage, string target)
    {
        var slice = stage.Material.Slice;
        return stage.Relations.SourceOf(target) is { } source
            ? [.. source.DaysExpected(source.PeriodOf(slice))]
            : [.. Slice.Of(stage.Material.Definition.Model(target).Grain, slice.First).Days];
    }

    static decimal Hours(TimeSpan time) => decimal.Round((decimal)time.TotalHours, 2);
}
