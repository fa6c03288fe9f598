using EventedPipelines.Domain.Pipelines;
using EventedPipelines.Workers.Engine;

namespace EventedPipelines.Workers.Runs;

/// <summary>
/// One column of a contract as SQL over the texts of a file: its value, and when the text is no such value. A text fits only where
/// nothing is lost: DuckDB's own casts would round 1.5 to the integer 2 and cut the time off a date.
/// </summary>
sealed class TypedColumn : IFileColumn
{
    // The widest decimal that DuckDB casts text to by 64-bit arithmetic; decimal(19,4) directly takes 200 times as long.
    const int FastWidth = 18;

    readonly string text;
    readonly string typed;
    readonly ColumnType type;

    public TypedColumn(Column column, int position, string contract)
    {
        Column = column;
        type = ColumnType.Parse(column.Type);
        text = $"c{position}";
        typed = $"t{position}";
        if (type is { Family: TypeFamily.Other or TypeFamily.Null } or { Name: "hugeint" or "uhugeint" })
        {
            throw Failure.Permanent($"contract '{contract}', column '{column.Name}'", $"There is no type '{column.Type}' for files.", "Use varchar, boolean, smallint, integer, bigint, double, decimal(19,4), date or timestamp.");
        }
    }

    public Column Column { get; }

    /// <summary>Selected from the texts: the text, and the value or null under the name that the other two expressions use.</summary>
    public string Cast => type.Family is TypeFamily.Text ? text : $"{text}, {Try} as {typed}";

    /// <summary>True for a text that is no value of the type, never null.</summary>
    public string IsWrong => type.Family is TypeFamily.Text ? "false" : $"({text} is not null and coalesce({typed} is null or {Loses}, true))";

    public string Value => type.Family is TypeFamily.Text ? text : typed;

    public string Text => text;

    /// <summary>Says what a text would have to be.</summary>
    public string Wanted => type switch
    {
        { Family: TypeFamily.Date } => "a date such as 2026-11-22",
        { Family: TypeFamily.Timestamp } => "a time such as 2026-11-22 13:45:00",
        { Family: TypeFamily.Decimal } => $"a {type.Name}: a number with a decimal point and at most {type.Scale} places, without thousands separators",
        { Family: TypeFamily.Whole } => $"a whole number ({type.Name})",
        { Family: TypeFamily.Boolean } => "true or false",
        _ => $"a {type.Name}",
    };

    string Try => type is { Family: TypeFamily.Decimal, Width: > FastWidth }
        ? $"coalesce(cast(try_cast({text} as decimal({FastWidth},{Math.Min(type.Scale, FastWidth)})) as {type.Name}), try_cast({text} as {type.Name}))"
        : $"try_cast({text} as {type.Name})";

    // Each starts with a cheap look, so that the exact comparison is made for few rows.
    string Loses => type.Family switch
    {
        TypeFamily.Decimal => $"(case when {HasExponent} or (strpos({text}, '.') > 0 and strlen({text}) - strpos({text}, '.') > {type.Scale}) then {DiffersFrom("decimal(38,18)")} else false end)",
        TypeFamily.Whole => $"(case when {HasExponent} or strpos({text}, '.') > 0 then {DiffersFrom("decimal(38,10)")} else false end)",
        TypeFamily.Date => $"({typed} not between date '1000-01-01' and date '9999-12-31' or (case when strlen({text}) > 10 then {DiffersFrom("timestamp")} else false end))",
        TypeFamily.Timestamp => $"({typed} not between timestamp '1000-01-01' and timestamp '9999-12-31 23:59:59.999999')",
        TypeFamily.Float => $"(not isfinite({typed}))",
        _ => "false",
    };

    string HasExponent => $"contains({text}, 'e') or contains({text}, 'E')";

    string DiffersFrom(string wider) => $"coalesce(try_cast({text} as {wider}) <> {typed}, true)";
}
