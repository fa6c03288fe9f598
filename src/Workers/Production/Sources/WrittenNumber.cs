using System.Text.RegularExpressions;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>
/// Numbers with another decimal sign than the point, or with signs between their thousands, as SQL: those that are written so right through get the plain writing, and no other
/// is a number. `1.234,56` is one with `,` and `.`, and `1.23,4` is none (domain.md 2.7b).
/// </summary>
sealed class WrittenNumber(string point, string? thousands)
{
    /// <summary>Null where numbers are plain.</summary>
    public static WrittenNumber? Of(CsvFormat csv) => csv.DecimalMark is null or "." && csv.Thousands is null ? null : new(csv.DecimalMark ?? ".", csv.Thousands);

    /// <summary>The plain writing of a text, or null.</summary>
    public string Plain(string text) => $"case when regexp_full_match({text}, {Sql.Text(Pattern)}) then {(point == "." ? Ungrouped(text) : $"replace({Ungrouped(text)}, {Sql.Text(point)}, '.')")} end";

    public string Wanted(ColumnType type) =>
        $"a {(type.Family is TypeFamily.Whole ? "whole number" : "number")} with '{point}' before {(type.Family is TypeFamily.Decimal ? $"at most {type.Scale}" : "its")} places, "
        + (thousands is null ? "without thousands separators" : $"and '{thousands}' between all groups of three digits before it or none");

    string Pattern => $@"\s*[+-]?({(thousands is null ? "" : $"[1-9][0-9]{{0,2}}({Regex.Escape(thousands)}[0-9]{{3}})+|")}[0-9]*)({Regex.Escape(point)}[0-9]*)?([eE][+-]?[0-9]{{1,3}})?\s*";

    string Ungrouped(string text) => thousands is null ? text : $"replace({text}, {Sql.Text(thousands)}, '')";
}
