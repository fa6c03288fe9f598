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

    readonly string _from;
    readonly string _text;
    readonly string _plain;
    readonly string _typed;
    readonly ColumnType _type;
    readonly string? _zone;
    readonly WrittenNumber? _number;

    /// <summary>The column at a position of the file's texts; <paramref name="csv"/> says how its numbers are written.</summary>
    public TypedColumn(Column column, int position, SourceDefinition source, CsvFormat? csv = null)
        : this(column, $"c{position}", $"c{position}", $"t{position}", $"n{position}", source, csv)
    {
    }

    TypedColumn(Column column, string from, string text, string typed, string plain, SourceDefinition source, CsvFormat? csv)
    {
        Column = column;
        _type = ColumnType.Parse(column.Type);
        _zone = source.Zone;
        (_from, _text, _typed) = (from, text, typed);
        _number = csv is not null && (_type.IsExact || _type.Family is TypeFamily.Float) ? WrittenNumber.Of(csv) : null;
        _plain = _number is null ? from : plain;
        if (_type is { Family: TypeFamily.Other or TypeFamily.Null } or { Name: "hugeint" or "uhugeint" or "float" or "real" })
        {
            throw Failure.Permanent($"contract '{source.Contract.Id}', column '{column.Name}'", $"There is no type '{column.Type}' for files.",
                "Use varchar, boolean, smallint, integer, bigint, double, decimal(19,4), date or timestamp.");
        }

        Faults = [.. _type.Family is TypeFamily.Text ? [] : new ColumnFault[] { new(IsWrong, $"not {Wanted}") }, .. ColumnFault.Missing(column, _text)];
    }

    /// <summary>The column that a folder on the file's path has: one text for all rows.</summary>
    public static TypedColumn OfFolder(Column column, int number, SourceFile file) =>
        new(column, file.FolderOf(column) is { } value ? Sql.Text(value) : "cast(null as varchar)", $"p{number}", $"d{number}", "", file.Source, null);

    public Column Column { get; }

    /// <summary>Selected from the texts: the text, and the value or null under the name that the faults use.</summary>
    public string Cast => $"{(_from == _text ? _text : $"{_from} as {_text}")}{(_number is null ? "" : $", {_number.Plain(_from)} as {_plain}")}{(_type.Family is TypeFamily.Text ? "" : $", {Try} as {_typed}")}";

    public IReadOnlyList<ColumnFault> Faults { get; }

    public string Value => _type.Family is TypeFamily.Text ? _text : _typed;

    public string Text => _text;

    // True for a text that is no value of the type, never null.
    string IsWrong => $"({_text} is not null and coalesce({_typed} is null or {Loses}, true))";

    string Loses => Written is { } format ? WrittenValue.LosesWritten(_type, _text, _typed, format) : WrittenValue.Loses(_type, _number is null ? _text : _plain, _typed, hasZone: _zone is not null);

    string? Written => _type.Family is TypeFamily.Date or TypeFamily.Timestamp ? Column.Format : null;

    string Wanted => _type switch
    {
        _ when Written is { } format => $"a {_type.Name} written as '{format}', letter by letter",
        _ when _number is not null => $"a {_type.Name}: {_number.Wanted(_type)}",
        { Family: TypeFamily.Date } => "a date such as 2026-11-22",
        { Family: TypeFamily.Timestamp } => $"a time such as 2026-11-22 13:45:00{(_zone is null ? ", without an offset since there is no zone to convert it to" : "")}",
        { Family: TypeFamily.Decimal } => $"a {_type.Name}: a number with a decimal point and at most {_type.Scale} places, without thousands separators",
        { Family: TypeFamily.Whole } => $"a whole number ({_type.Name})",
        { Family: TypeFamily.Boolean } => "true or false",
        _ => $"a {_type.Name}: a number of at most 17 digits",
    };

    string Try => _type switch
    {
        _ when Written is { } format => $"cast(try_strptime(trim({_from}), {Sql.Text(format)}) as {_type.Name})",
        { Family: TypeFamily.Decimal, Width: > FastWidth, Scale: <= FastWidth } =>
            $"coalesce(cast(try_cast({_plain} as decimal({FastWidth},{_type.Scale})) as {_type.Name}), try_cast({_plain} as {_type.Name}))",
        { Family: TypeFamily.Timestamp } when _zone is not null =>
            $"case when {WrittenValue.HasOffset(_plain)} then {WrittenValue.InZone($"try_cast({_plain} as timestamptz)", _zone)} else try_cast({_plain} as timestamp) end",
        _ => $"try_cast({_plain} as {_type.Name})",
    };
}
