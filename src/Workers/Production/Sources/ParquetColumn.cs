using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>One column of a contract as SQL over a Parquet file, whose own type has to fit the contract's without loss.</summary>
sealed class ParquetColumn : IFileColumn
{
    // The digits that a whole number of the type can have.
    static readonly Dictionary<string, int> Digits = new(StringComparer.Ordinal)
    {
        ["tinyint"] = 3,
        ["smallint"] = 5,
        ["integer"] = 10,
        ["bigint"] = 19,
        ["utinyint"] = 3,
        ["usmallint"] = 5,
        ["uinteger"] = 10,
    };

    const string Instant = "timestamp with time zone";
    const string Nanoseconds = "timestamp_ns";

    readonly ColumnType _type;
    readonly string _found;
    readonly string? _zone;

    public ParquetColumn(Column column, string found, SourceDefinition source, string file)
    {
        Column = column;
        _type = ColumnType.Parse(column.Type);
        _found = found.ToLowerInvariant();
        _zone = source.Zone;
        if (!Fits(ColumnType.Parse(found), _found))
        {
            throw Failure.Permanent(
                $"{file}, column '{column.Name}'",
                $"The file's type {_found} does not fit the contract's {_type.Name} without loss{(_found is Instant && _zone is null ? ", since there is no zone to convert it to" : "")}.",
                $"Deliver the column as {_type.Name}, or change the contract '{source.Contract.Id}' if this is how the source is from now on.");
        }

        Faults = [.. IsWrong is { } isWrong ? new ColumnFault[] { new(isWrong, $"not {Wanted}") } : [], .. ColumnFault.Missing(column, File)];
    }

    public Column Column { get; }

    public string Cast => $"{Sql.Name(Column.Name)} as {File}, {(_found is Instant ? WrittenValue.InZone(Sql.Name(Column.Name), _zone!) : $"cast({Sql.Name(Column.Name)} as {_type.Name})")} as {Value}";

    public IReadOnlyList<ColumnFault> Faults { get; }

    public string Value => Sql.Name($"v_{Column.Name}");

    public string Text => $"cast({File} as varchar)";

    string? IsWrong => _type.Family switch
    {
        TypeFamily.Date => $"coalesce({Value} not between date '1000-01-01' and date '9999-12-31', false)",
        TypeFamily.Timestamp =>
            $"coalesce({Value} not between timestamp '1000-01-01' and timestamp '9999-12-31 23:59:59.999999'{(_found is Nanoseconds ? $" or epoch_ns({File}) % 1000 <> 0" : "")}, false)",
        TypeFamily.Float => $"coalesce(not isfinite({Value}), false)",
        TypeFamily.Text => $"coalesce(contains({Value}, chr(0)), false)",
        _ => null,
    };

    string Wanted => _type.Family switch
    {
        TypeFamily.Float => "a finite number",
        TypeFamily.Text => "a text without zero characters",
        _ => $"a {_type.Name} of the years 1000 to 9999{(_found is Nanoseconds ? " with at most 6 decimals of a second" : "")}",
    };

    // The file's own value, which tells what the contract's would lose.
    string File => Sql.Name($"f_{Column.Name}");

    bool Fits(ColumnType found, string name) => _type.Family switch
    {
        TypeFamily.Decimal when found.Family is TypeFamily.Decimal => found.Scale <= _type.Scale && found.Width - found.Scale <= _type.Width - _type.Scale,
        TypeFamily.Decimal => Digits.GetValueOrDefault(name, int.MaxValue) <= _type.Width - _type.Scale,
        TypeFamily.Whole => found.Name == _type.Name || (found.Family is TypeFamily.Whole && Digits.GetValueOrDefault(name, int.MaxValue) < Digits.GetValueOrDefault(_type.Name)),
        TypeFamily.Float => found.Name == _type.Name || (_type.Name is "double" && (found.Family is TypeFamily.Float || Digits.GetValueOrDefault(name, int.MaxValue) <= 10)),
        TypeFamily.Timestamp => name is "timestamp" or "timestamp_s" or "timestamp_ms" or Nanoseconds or "date" || (name is Instant && _zone is not null),
        _ => found.Family == _type.Family,
    };
}
