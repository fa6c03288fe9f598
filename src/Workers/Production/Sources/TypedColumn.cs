using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>
/// One column of a contract as SQL over the texts of a file: its value, and when the text is no such value. DuckDB's own casts would round 1.5 to the
/// integer 2, read 1_000 and 0x1F, and drop an offset or the seventh decimal of a second: a text fits only where <see cref="WrittenValue"/> says that nothing is lost.
/// </summary>
sealed class TypedColumn : IFileColumn
{
    // The widest decimal that DuckDB casts text to by 64-bit arithmetic; decimal(19,4) directly takes 200 times as long.
    const int FastWidth = 18;

    readonly string text;
    readonly string typed;
    readonly ColumnType type;
    readonly string? zone;

    public TypedColumn(Column column, int position, SourceDefinition source)
    {
        Column = column;
        type = ColumnType.Parse(column.Type);
        zone = source.Zone;
        text = $"c{position}";
        typed = $"t{position}";
        if (type is { Family: TypeFamily.Other or TypeFamily.Null } or { Name: "hugeint" or "uhugeint" or "float" or "real" })
        {
            throw Failure.Permanent($"contract '{source.Contract.Id}', column '{column.Name}'", $"There is no type '{column.Type}' for files.",
                "Use varchar, boolean, smallint, integer, bigint, double, decimal(19,4), date or timestamp.");
        }

        Faults = [.. type.Family is TypeFamily.Text ? [] : new ColumnFault[] { new(IsWrong, $"not {Wanted}") }, .. ColumnFault.Missing(column, text)];
    }

    public Column Column { get; }

    /// <summary>Selected from the texts: the text, and the value or null under the name that the faults use.</summary>
    public string Cast => type.Family is TypeFamily.Text ? text : $"{text}, {Try} as {typed}";

    public IReadOnlyList<ColumnFault> Faults { get; }

    public string Value => type.Family is TypeFamily.Text ? text : typed;

    public string Text => text;

    // True for a text that is no value of the type, never null.
    string IsWrong => $"({text} is not null and coalesce({typed} is null or {WrittenValue.Loses(type, text, typed, hasZone: zone is not null)}, true))";

    string Wanted => type switch
    {
        { Family: TypeFamily.Date } => "a date such as 2026-11-22",
        { Family: TypeFamily.Timestamp } => $"a time such as 2026-11-22 13:45:00{(zone is null ? ", without an offset since there is no zone to convert it to" : "")}",
        { Family: TypeFamily.Decimal } => $"a {type.Name}: a number with a decimal point and at most {type.Scale} places, without thousands separators",
        { Family: TypeFamily.Whole } => $"a whole number ({type.Name})",
        { Family: TypeFamily.Boolean } => "true or false",
        _ => $"a {type.Name}: a number of at most 17 digits",
    };

    string Try => type switch
    {
        { Family: TypeFamily.Decimal, Width: > FastWidth, Scale: <= FastWidth } =>
            $"coalesce(cast(try_cast({text} as decimal({FastWidth},{type.Scale})) as {type.Name}), try_cast({text} as {type.Name}))",
        { Family: TypeFamily.Timestamp } when zone is not null =>
            $"case when {WrittenValue.HasOffset(text)} then {WrittenValue.InZone($"try_cast({text} as timestamptz)", zone)} else try_cast({text} as timestamp) end",
        _ => $"try_cast({text} as {type.Name})",
    };
}
