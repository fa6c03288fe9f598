using EventedPipelines.Domain.Pipelines;
using EventedPipelines.Workers.Engine;

namespace EventedPipelines.Workers.Runs;

/// <summary>
/// Fits what a model's SELECT gives to its target's columns, in their order. Only what loses nothing goes: whole numbers into wider or
/// decimal ones, a timestamp into a date where it is midnight, a longer decimal rounded half away from zero to the declared places
/// (domain.md 2.10: an allocation's shares). What the type alone cannot tell is checked row by row.
/// </summary>
static class TargetColumns
{
    const string Float = "`/` and avg() give a binary float, which cannot hold money exactly. Use money_share(amount, part, whole), or `//` on whole numbers.";

    /// <summary>
    /// The list of columns to select from the model's rows; null for one that needs a source which is not yet due or has nothing to say,
    /// never what the absent rows would make of it (domain.md 1.4, 2.4). Permanent errors name model, column and remedy.
    /// </summary>
    public static string Select(IReadOnlyList<(string Name, string Type)> given, TargetDefinition target, IReadOnlyCollection<string> without, string place)
    {
        var twice = given.GroupBy(column => column.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (twice is not null)
        {
            throw Failure.Permanent(place, $"The SELECT gives the column '{twice}' twice.", "Give each column a name of its own.");
        }

        var missing = target.Columns.Where(column => !given.Any(has => Same(has.Name, column.Name))).Select(column => $"'{column.Name}'").ToList();
        var extra = given.Where(has => !target.Columns.Any(column => Same(has.Name, column.Name))).Select(has => $"'{has.Name}'").ToList();
        if (missing.Count + extra.Count > 0)
        {
            var parts = new[] { missing.Count > 0 ? $"lacks {Sql.List(missing)}" : "", extra.Count > 0 ? $"gives {Sql.List(extra)} beyond them" : "" };
            throw Failure.Permanent(place, $"Its columns are not those of the target '{target.Table}': it {string.Join(" and ", parts.Where(part => part.Length > 0))}.", "Make the SELECT and the target's columns the same.");
        }

        return Sql.List(target.Columns.Select(column => column.Needs?.Any(without.Contains) == true
            ? $"cast(null as {ColumnType.Parse(column.Type).Name}) as {Sql.Name(column.Name)}"
            : Fit(column, given.First(has => Same(has.Name, column.Name)).Type, place)));
    }

    /// <summary>The columns of a model without a target. Parquet would hold a HUGEINT, which sum() of whole numbers gives, as a binary float.</summary>
    public static string SelectAll(IReadOnlyList<(string Name, string Type)> given) => Sql.List(given.Select(column =>
        column.Type is "HUGEINT" or "UHUGEINT" ? $"cast({Sql.Name(column.Name)} as decimal(38,0)) as {Sql.Name(column.Name)}" : Sql.Name(column.Name)));

    public static void RefuseFloat(string place) =>
        throw Failure.Permanent(place, "A binary float is cast to a decimal on the way to money.", Float);

    static string Fit(Column column, string type, string place)
    {
        var name = Sql.Name(column.Name);
        var (given, declared) = (ColumnType.Parse(type), ColumnType.Parse(column.Type));
        if (declared.Family is TypeFamily.Decimal && given.Family is TypeFamily.Float)
        {
            throw Failure.Permanent($"{place}, column '{column.Name}'", $"It is declared {column.Type}, but the SELECT gives a {given.Name}.", Float);
        }

        var cast = $"cast({name} as {declared.Name})";
        var fitted = (given.Family, declared.Family) switch
        {
            (TypeFamily.Null, not TypeFamily.Other) => cast,
            (TypeFamily.Whole, TypeFamily.Whole or TypeFamily.Decimal or TypeFamily.Float) => cast,
            (TypeFamily.Decimal, TypeFamily.Decimal or TypeFamily.Float) => cast,
            (TypeFamily.Decimal, TypeFamily.Whole) when given.Scale == 0 => cast,
            (TypeFamily.Timestamp, TypeFamily.Date) => $"case when {name} <> date_trunc('day', {name}) then error({Sql.Text(Says(column, "holds a time of day, which its type date would lose"))}) else {cast} end",
            (TypeFamily.Date, TypeFamily.Timestamp) => cast,
            var (from, to) when from == to && from is not TypeFamily.Other => cast,
            _ => throw Failure.Permanent($"{place}, column '{column.Name}'", $"It is declared {column.Type}, but the SELECT gives {given.Name}.", "Cast it in the SELECT, or correct the declared type."),
        };
        var whole = column.Nullable ? fitted : $"case when {name} is null then error({Sql.Text(Says(column, "is null, though it is declared not null"))}) else {fitted} end";
        return $"{whole} as {name}";
    }

    static string Says(Column column, string what) => $"Column '{column.Name}' {what}.";

    static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
