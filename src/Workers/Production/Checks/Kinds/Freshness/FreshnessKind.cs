using System.Globalization;
using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Production.Checks;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Checks.Kinds.Freshness;

/// <summary>
/// A date lasts until its midnight; times are those of the pipeline's zone. A value beyond the end of the interval says nothing of how
/// fresh the others are: such rows are counted and told.
/// </summary>
sealed class FreshnessKind : ICheckKind
{
    public CheckKind Kind => new("Freshness");

    public string Word => "freshness";

    public string Summary => "the newest value of `column` is no older than `at_most`";

    public string Schema => $$"""
        {
          "properties": {
            "column": {{CheckKeys.DateSchema("A column of type date or timestamp.")}},
            "at_most": {
              "description": "How much older than the end of the interval the newest value may be. Values beyond the end do not count, and are told.",
              "type": "string", "pattern": "^P(?=.)([0-9]{1,5}D)?(T(?=.)([0-9]{1,5}H)?([0-9]{1,5}M)?([0-9]{1,5}S)?)?$"
            }
          },
          "required": ["column", "at_most"]
        }
        """;

    public IReadOnlyList<string> Documentation =>
    [
        "the newest value up to the end of the interval is no older than `at_most`. Values beyond it do not count, and are told. It misses nothing of what a person confirmed as empty, or a calendar expects nothing of",
    ];

    public CheckAction? Action => CheckAction.Partial;

    public bool AddsUp => false;

    public CheckDefinition Read(CheckDefinition check, CheckEntry entry) =>
        check with { Columns = CheckKeys.Date(entry.Block.Require("column"), entry), AtMost = entry.Block.Require("at_most")?.Duration() };

    public string Probe(CheckDefinition check, Contract? contract, string rows) => NewestOf(check, rows, default);

    public async Task<CheckResult> EvaluateAsync(CheckStage stage, CheckDefinition check)
    {
        if (stage.Material.HasNothingToCome(check.Target))
        {
            return check.UnknownWithoutAny();
        }

        var end = stage.Material.DataInterval.End.ToDateTime(TimeOnly.MinValue);
        var (newest, beyond, rows) = (await stage.QueryAsync(
            NewestOf(check, await stage.ViewAsync(check.Target), end),
            reader => (reader.IsDBNull(0) ? (DateTime?)null : reader.GetDateTime(0), reader.GetInt64(1), reader.GetInt64(2))))[0];
        var (age, atMost) = (end - newest, check.AtMost ?? TimeSpan.Zero);
        var found = newest is { } time
            ? string.Create(CultureInfo.InvariantCulture, $"the newest is of {time:yyyy-MM-dd HH:mm}")
            : beyond > 0 ? "there are no rows of the interval or before it" : "there are no rows";
        var lying = beyond == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {beyond} {(beyond == 1 ? "row lies" : "rows lie")} beyond the end of the interval");
        return check.Measured(
            age <= atMost, age is { } old ? Hours(old) : null, Hours(atMost), "hours", beyond == 0 ? null : new Dictionary<string, long> { ["beyond"] = beyond }, found + lying)
            with
        {
            RowsLookedAt = rows,
        };
    }

    /// <summary>A SELECT of the newest value up to the end, how many rows are beyond it, and how many there are.</summary>
    static string NewestOf(CheckDefinition check, string rows, DateTime end)
    {
        var column = Sql.Name(check.Columns[0]);
        var until = string.Create(CultureInfo.InvariantCulture, $"timestamp '{end:yyyy-MM-dd HH:mm:ss}'");
        return $"select max(instant) filter (where instant <= {until}), count(*) filter (where instant > {until}), count(*) from "
            + $"(select cast({column} as timestamp) + case when typeof({column}) = 'DATE' then interval 1 day else interval 0 day end as instant from {rows})";
    }

    static decimal Hours(TimeSpan time) => decimal.Round((decimal)time.TotalHours, 2);
}
