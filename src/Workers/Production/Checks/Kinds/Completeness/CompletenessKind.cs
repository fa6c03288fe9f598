using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Checks;
using EventedPipelines.Workers.Production.Engine;
using EventedPipelines.Workers.Production.Sources;

namespace EventedPipelines.Workers.Production.Checks.Kinds.Completeness;

/// <summary>Whether no day that is expected is absent (domain.md 2.7, kind 5).</summary>
sealed class CompletenessKind : ICheckKind
{
    const int MostNamed = 31;

    public CheckKind Kind => CheckKind.Completeness;

    public string Word => "completeness";

    public string Summary => "every expected day is there";

    public string Schema => $$"""{ "properties": { "column": {{CheckKeys.DateSchema("A column of type date or timestamp; by default the source's own dates.")}} } }""";

    public IReadOnlyList<string> Documentation =>
    [
        "every expected day has rows, or a file of its own that came without any. A gap has the source fetched again while its budget lasts; then the action counts, `partial` unless given. "
        + "It misses nothing of what a person confirmed as empty, or a calendar expects nothing of",
    ];

    public CheckAction? Action => CheckAction.Partial;

    public CheckDefinition Read(CheckDefinition check, CheckEntry entry) => check with { Columns = entry.Block.Find("column") is { } column ? CheckKeys.Date(column, entry) : [] };

    public string? Probe(CheckDefinition check, Contract? contract, string rows) => check.Columns.Count > 0 ? DaysOf(check, rows) : null;

    public async Task<CheckResult> EvaluateAsync(CheckStage stage, CheckDefinition check)
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
        string?[] ways = [absent.Count == 0 ? null : $"without {Named(absent)}", empty.Count == 0 ? null : $"empty by {(empty.Count == 1 ? "its own file" : "their own files")}: {Named(empty)}"];
        return check.Measured(
            absent.Count == 0, expected.Count - absent.Count, expected.Count, "days", absent.Take(MostNamed).ToDictionary(day => DataInterval.Day(day).ToString(), _ => 0L),
            ways.All(part => part is null) ? null : string.Join("; ", ways.OfType<string>()))
            with
        {
            RowsLookedAt = rows,
        };
    }

    /// <summary>A SELECT of the days that there are rows of, null among them, and how many.</summary>
    static string DaysOf(CheckDefinition check, string rows) => $"select cast({Sql.Name(check.Columns[0])} as date), count(*) from {rows} group by 1";

    // Of a model by the month in a pipeline by the day, all days of the month.
    static List<DateOnly> Expected(CheckStage stage, string target)
    {
        var dataInterval = stage.Material.DataInterval;
        return stage.Relations.SourceOf(target) is { } source
            ? stage.Material.HasNothingToCome(target) ? [] : [.. source.DaysExpected(source.PeriodOf(dataInterval))]
            : [.. DataInterval.Of(stage.Material.Definition.Model(target).Grain, dataInterval.First).Days];
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

    static string Named(List<DateOnly> days) => $"{string.Join(", ", days.Take(MostNamed).Select(day => DataInterval.Day(day)))}{(days.Count > MostNamed ? ", ..." : "")}";
}
