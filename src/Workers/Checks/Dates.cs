using System.Globalization;
using EventedPipelines.Domain.Checks;
using EventedPipelines.Domain.Intervals;
using EventedPipelines.Workers.Engine;
using EventedPipelines.Workers.Runs;

namespace EventedPipelines.Workers.Checks;

/// <summary>Checks of the dates in a column: the newest, and whether none that is expected is absent (domain.md 2.7, kind 5).</summary>
static class Dates
{
    const int MostNamed = 31;

    /// <summary>
    /// A date lasts until its midnight; times are those of the pipeline's zone. A value beyond the end of the interval says nothing of how
    /// fresh the others are: such rows are counted and told.
    /// </summary>
    public static async Task<CheckResult> FreshnessAsync(CheckStage stage, CheckDefinition check)
    {
        var end = stage.Material.Slice.End.ToDateTime(TimeOnly.MinValue);
        var (newest, beyond, rows) = (await stage.QueryAsync(
            NewestOf(check, await stage.ViewAsync(check.Target), end),
            reader => (reader.IsDBNull(0) ? (DateTime?)null : reader.GetDateTime(0), reader.GetInt64(1), reader.GetInt64(2))))[0];
        var (age, atMost) = (end - newest, check.AtMost ?? TimeSpan.Zero);
        var found = newest is { } time
            ? string.Create(CultureInfo.InvariantCulture, $"the newest is of {time:yyyy-MM-dd HH:mm}")
            : beyond > 0 ? "there are no rows of the interval or before it" : "there are no rows";
        var told = beyond == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {beyond} {(beyond == 1 ? "row lies" : "rows lie")} beyond the end of the interval");
        return check.Measured(
            age <= atMost, age is { } old ? Hours(old) : null, Hours(atMost), "hours", beyond == 0 ? null : new Dictionary<string, long> { ["beyond"] = beyond }, found + told)
            with
        {
            RowsLookedAt = rows,
        };
    }

    /// <summary>A SELECT of the newest value up to the end, how many rows are beyond it, and how many there are.</summary>
    public static string NewestOf(CheckDefinition check, string rows, DateTime end)
    {
        var column = Sql.Name(check.Columns[0]);
        var until = string.Create(CultureInfo.InvariantCulture, $"timestamp '{end:yyyy-MM-dd HH:mm:ss}'");
        return $"select max(instant) filter (where instant <= {until}), count(*) filter (where instant > {until}), count(*) from "
            + $"(select cast({column} as timestamp) + case when typeof({column}) = 'DATE' then interval 1 day else interval 0 day end as instant from {rows})";
    }

    public static async Task<CheckResult> CompletenessAsync(CheckStage stage, CheckDefinition check)
    {
        var view = await stage.ViewAsync(check.Target);
        var expected = Expected(stage, check.Target);
        if (check.Columns.Count == 0)
        {
            var all = await stage.RowsOfAsync(check.Target);
            return check.Measured(all > 0 || expected.Count == 0, all, expected.Count == 0 ? 0 : 1, "rows") with { RowsLookedAt = all };
        }

        var days = await stage.QueryAsync(DaysOf(check, view), reader => (Day: reader.IsDBNull(0) ? (DateOnly?)null : reader.GetFieldValue<DateOnly>(0), Rows: reader.GetInt64(1)));
        var rows = days.Sum(day => day.Rows);
        var there = days.Select(day => day.Day).OfType<DateOnly>().ToHashSet();
        var without = expected.Where(day => !there.Contains(day)).ToList();
        var empty = EmptyOf(stage, check.Target, without);
        var absent = without.Except(empty).ToList();
        string?[] told = [absent.Count == 0 ? null : $"without {Named(absent)}", empty.Count == 0 ? null : $"empty by {(empty.Count == 1 ? "its own file" : "their own files")}: {Named(empty)}"];
        return check.Measured(
            absent.Count == 0, expected.Count - absent.Count, expected.Count, "days", absent.Take(MostNamed).ToDictionary(day => Slice.Day(day).ToString(), _ => 0L),
            told.All(part => part is null) ? null : string.Join("; ", told.OfType<string>()))
            with
        {
            RowsLookedAt = rows,
        };
    }

    /// <summary>A SELECT of the days that there are rows of, null among them, and how many.</summary>
    public static string DaysOf(CheckDefinition check, string rows) => $"select cast({Sql.Name(check.Columns[0])} as date), count(*) from {rows} group by 1";

    // Of a model by the month in a pipeline by the day, all days of the month.
    static List<DateOnly> Expected(CheckStage stage, string target)
    {
        var slice = stage.Material.Slice;
        return stage.Relations.SourceOf(target) is { } source
            ? stage.Material.HasNothingToCome(target) ? [] : [.. source.DaysExpected(source.PeriodOf(slice))]
            : [.. Slice.Of(stage.Material.Definition.Model(target).Grain, slice.First).Days];
    }

    // A day's own file that came whole and holds no row says that there was nothing; a gap is what nobody has said anything of.
    static List<DateOnly> EmptyOf(CheckStage stage, string target, List<DateOnly> days)
    {
        if (stage.Relations.SourceOf(target) is not { Split: null, Reference: false } source || days.Count == 0 || !FileDays.AreOfOneDay(source, days[0]))
        {
            return [];
        }

        var files = stage.Material.Sources.GetValueOrDefault(target, []).ToLookup(file => FileDays.Of(source, file.Name, days));
        return days.FindAll(day => files[day].Any() && files[day].All(file => file is { Rows: 0, RejectedRows: 0 }));
    }

    static string Named(List<DateOnly> days) => $"{string.Join(", ", days.Take(MostNamed).Select(day => Slice.Day(day)))}{(days.Count > MostNamed ? ", ..." : "")}";

    static decimal Hours(TimeSpan time) => decimal.Round((decimal)time.TotalHours, 2);
}
