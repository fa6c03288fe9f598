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

    readonly string _text;
    readonly string _typed;
    readonly ColumnType _type;
    readonly string? _zone;

    public TypedColumn(Column column, int position, SourceDefinition source)
    {
        Column = column;
        _type = ColumnType.Parse(column.Type);
        _zone = source.Zone;
        _text = $"c{position}";
        _typed = $"t{position}";
        if (_type is { Family: TypeFamily.Other or TypeFamily.Null } or { Name: "hugeint" or "uhugeint" or "float" or "real" })
        {
            throw Failure.Permanent($"contract '{source.Contract.Id}', column '{column.Name}'", $"There is no type '{column.Type}' for files.",
                "Use varchar, boolean, smallint, integer, bigint, double, decimal(19,4), date or timestamp.");
        }

        Faults = [.. _type.Family is TypeFamily.Text ? [] : new ColumnFault[] { new(IsWrong, $"not {Wanted}") }, .. ColumnFault.Missing(column, _text)];
    }

    public Column Column { get; }

    /// <summary>Selected from the texts: the text, and the value or null under the name that the faults use.</summary>
    public string Cast => _type.Family is TypeFamily.Text ? _text : $"{_text}, {Try} as {_typed}";

    public IReadOnlyList<ColumnFault> Faults { get; }

    public string Value => _type.Family is TypeFamily.Text ? _text : _typed;

    public string Text => _text;

    // True for a text that is no value of the type, never null.
    string IsWrong => $"({_text} is not null and coalesce({_typed} is null or {WrittenValue.Loses(_type, _text, _typed, hasZone: _zone is not null)}, true))";

    string Wanted => _type switch
    {
        { Family: TypeFamily.Date } => "a date such as 2026-11-22",
        { Family: TypeFamily.Timestamp } => $"a time such as 2026-11-22 13:45:00{(_zone is null ? ", without an offset since there is no zone to convert it to" : "")}",
        { Family: TypeFamily.Decimal } => $"a {_type.Name}: a number with a decimal point and at most {_type.Scale} places, without thousands separators",
        { Family: TypeFamily.Whole } => $"a whole number ({_type.Name})",
        { Family: TypeFamily.Boolean } => "true or false",
        _ => $"a {_type.Name}: a number of at most 17 digits",
    };

    string Try => _type switch
    {
        { Family: TypeFamily.Decimal, Width: > FastWidth, Scale: <= FastWidth } =>
            $"coalesce(cast(try_cast({_text} as decimal({FastWidth},{_type.Scale})) as {_type.Name}), try_cast({_text} as {_type.Name}))",
        { Family: TypeFamily.Timestamp } when _zone is not null =>
            $"case when {WrittenValue.HasOffset(_text)} then {WrittenValue.InZone($"try_cast({_text} as timestamptz)", _zone)} else try_cast({_text} as timestamp) end",
        _ => $"try_cast({_text} as {_type.Name})",
    };
}
