using System.Text.RegularExpressions;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Runs;

/// <summary>
/// Fits what a model's SELECT gives to its target's columns, in their order. Only what loses nothing goes: whole numbers into wider or
/// decimal ones, a timestamp into a date where it is midnight, a longer decimal rounded half away from zero to the declared places
/// (domain.md 2.10: an allocation's shares). What the type alone cannot tell is checked row by row.
/// </summary>
static partial class TargetColumns
{
    const string FloatRemedy = "`/` and avg() give a binary float, which cannot hold money exactly. Use money_share(amount, part, whole), or `//` on whole numbers.";

    /// <summary>
    /// The list of columns to select from the model's rows; null for one that needs a source which is not yet due or has nothing to say,
    /// never what the absent rows would make of it (domain.md 1.4, 2.4). There are no <see cref="Problems"/>.
    /// </summary>
    public static string Select(IReadOnlyList<(string Name, string Type)> given, TargetDefinition target, IReadOnlyCollection<string> without) =>
        Sql.List(target.Columns.Select(column => column.Needs?.Any(without.Contains) == true
            ? $"cast(null as {ColumnType.Parse(column.Type).Name}) as {Sql.Name(column.Name)}"
            : Fit(column, given.First(has => Same(has.Name, column.Name)).Type)));

    /// <summary>What keeps the SELECT's columns from being the target's. Permanent errors that name model, column and remedy.</summary>
    public static IEnumerable<StepFailedException> Problems(IReadOnlyList<(string Name, string Type)> given, TargetDefinition target, string place)
    {
        var twice = given.GroupBy(column => column.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (twice is not null)
        {
            return [Failure.Permanent(place, $"The SELECT gives the column '{twice}' twice.", "Give each column a name of its own.")];
        }

        var missing = target.Columns.Where(column => !given.Any(has => Same(has.Name, column.Name))).Select(column => $"'{column.Name}'").ToList();
        var extra = given.Where(has => !target.Columns.Any(column => Same(has.Name, column.Name))).Select(has => $"'{has.Name}'").ToList();
        if (missing.Count + extra.Count > 0)
        {
            var parts = new[] { missing.Count > 0 ? $"lacks {Sql.List(missing)}" : "", extra.Count > 0 ? $"gives {Sql.List(extra)} beyond them" : "" };
            return [Failure.Permanent(
                place, $"Its columns are not those of the target '{target.Table}': it {string.Join(" and ", parts.Where(part => part.Length > 0))}.",
                "Make the SELECT and the target's columns the same.")];
        }

        return target.Columns.Select(column => Misfit(column, given.First(has => Same(has.Name, column.Name)).Type, place)).OfType<StepFailedException>();
    }

    /// <summary>The columns of a model without a target. Parquet would hold a HUGEINT, which sum() of whole numbers gives, as a binary float.</summary>
    public static string SelectAll(IReadOnlyList<(string Name, string Type)> given) => Sql.List(given.Select(column =>
        column.Type is "HUGEINT" or "UHUGEINT" ? $"cast({Sql.Name(column.Name)} as decimal(38,0)) as {Sql.Name(column.Name)}" : Sql.Name(column.Name)));

    /// <summary>The type in which a model's file of the lake gives a column back.</summary>
    public static string Stored(string type) => type switch
    {
        "HUGEINT" or "UHUGEINT" => "DECIMAL(38,0)",
        _ when type.StartsWith("ENUM(", StringComparison.Ordinal) => "VARCHAR",
        _ => Length.Replace(Seconds.Replace(Huge.Replace(type, "DOUBLE"), "TIMESTAMP"), "[]"),
    };

    public static StepFailedException Float(string place, int? line) =>
        Failure.AtLine(place, line, "A binary float is cast to a decimal on the way to money.", FloatRemedy);

    static StepFailedException? Misfit(Column column, string type, string place)
    {
        var (given, declared) = (ColumnType.Parse(type), ColumnType.Parse(column.Type));
        return declared.Family is TypeFamily.Decimal && given.Family is TypeFamily.Float
            ? Failure.Permanent($"{place}, column '{column.Name}'", $"It is declared {column.Type}, but the SELECT gives a {given.Name}.", FloatRemedy)
            : Fits(given, declared)
                ? null
                : Failure.Permanent($"{place}, column '{column.Name}'", $"It is declared {column.Type}, but the SELECT gives {given.Name}.", "Cast it in the SELECT, or correct the declared type.");
    }

    static bool Fits(ColumnType given, ColumnType declared) => (given.Family, declared.Family) switch
    {
        (TypeFamily.Null, not TypeFamily.Other) => true,
        (TypeFamily.Whole, TypeFamily.Whole or TypeFamily.Decimal or TypeFamily.Float) => true,
        (TypeFamily.Decimal, TypeFamily.Decimal or TypeFamily.Float) => true,
        (TypeFamily.Decimal, TypeFamily.Whole) => given.Scale == 0,
        (TypeFamily.Timestamp, TypeFamily.Date) or (TypeFamily.Date, TypeFamily.Timestamp) => true,
        var (from, to) => from == to && from is not TypeFamily.Other,
    };

    static string Fit(Column column, string type)
    {
        var name = Sql.Name(column.Name);
        var (given, declared) = (ColumnType.Parse(type), ColumnType.Parse(column.Type));
        var cast = $"cast({name} as {declared.Name})";
        var fitted = (given.Family, declared.Family) is (TypeFamily.Timestamp, TypeFamily.Date)
            ? $"case when {name} <> date_trunc('day', {name}) then error({Sql.Text(Says(column, "holds a time of day, which its type date would lose"))}) else {cast} end"
            : cast;
        var whole = column.Nullable ? fitted : $"case when {name} is null then error({Sql.Text(Says(column, "is null, though it is declared not null"))}) else {fitted} end";
        return $"{whole} as {name}";
    }

    static string Says(Column column, string what) => $"Column '{column.Name}' {what}.";

    static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"\bU?HUGEINT\b")]
    static partial Regex Huge { get; }

    [GeneratedRegex(@"\bTIMESTAMP_(S|MS)\b")]
    static partial Regex Seconds { get; }

    [GeneratedRegex(@"\[[0-9]+\]")]
    static partial Regex Length { get; }
}
