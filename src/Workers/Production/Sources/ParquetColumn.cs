using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>
/// One column of a contract as SQL over a Parquet file. The file's own type fits the contract's for every value, or for some: then a row with another is
/// rejected, where the value cast back to the file's type is not the file's (domain.md 2.7b). One without any value fits every type.
/// </summary>
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
        ["ubigint"] = 20,
    };

    public const string Instant = "timestamp with time zone";
    public const string Timestamp = "timestamp";

    const string Nanoseconds = "timestamp_ns";
    const string Bytes = "blob";

    readonly ColumnType _type;
    readonly string _name;
    readonly string _found;
    readonly string? _zone;
    readonly bool _isEmpty;
    readonly bool _isSure;

    /// <summary>The column, found in the file under a name and with a type; <paramref name="isEmpty"/> says that it has no value in any row.</summary>
    public ParquetColumn(Column column, (string Name, string Type) found, bool isEmpty, SourceFile file)
    {
        Column = column;
        _type = ColumnType.Parse(column.Type);
        _name = Sql.Name(found.Name);
        _found = found.Type.ToLowerInvariant();
        _zone = file.Source.Zone;
        _isEmpty = isEmpty;
        _isSure = IsSure(_type, _found, _zone);
        if (!isEmpty && !Fits(column, found.Type, file.Source))
        {
            throw Failure.Permanent(
                $"{file.Name}, column '{column.Name}'",
                $"The file's type {_found} does not fit the contract's {_type.Name} without loss{(_found is Instant or ParquetTimes.Instant && _zone is null ? ", since there is no zone to convert it to" : "")}.",
                $"Deliver the column as {_type.Name}, or change the contract '{file.Contract.Id}' if this is how the source is from now on.");
        }

        Faults = [.. !isEmpty && IsWrong is { } isWrong ? new ColumnFault[] { new(isWrong, $"not {Wanted}") } : [], .. ColumnFault.Missing(column, _found is ParquetTimes.Int96 ? Bytes12 : File)];
    }

    public Column Column { get; }

    public string Cast => _found is ParquetTimes.Int96
        ? $"{_name} as {Bytes12}, {ParquetInt96.Nanoseconds(_name)} as {OfDay}, {ParquetInt96.Timestamp(_name)} as {File}, {Converted} as {Value}"
        : $"{_name} as {File}, {Converted} as {Value}";

    public IReadOnlyList<ColumnFault> Faults { get; }

    public string Value => Sql.Name($"v_{Column.Name}");

    public string Text => _found switch
    {
        ParquetTimes.Int96 => ParquetInt96.Text(Bytes12, File, OfDay),
        ParquetTimes.Instant => $"cast({File} as varchar) || '+00'",
        _ => $"cast({File} as varchar)",
    };

    /// <summary>The file's value as a text of its row.</summary>
    public string Raw => _found is ParquetTimes.Int96
        ? ParquetInt96.Text(_name, ParquetInt96.Timestamp(_name), ParquetInt96.Nanoseconds(_name))
        : $"cast({_name} as varchar)";

    /// <summary>Whether a column of the file's type may have values of the contract's. A float is no money, and a text no number.</summary>
    public static bool Fits(Column column, string found, SourceDefinition source)
    {
        var (type, name) = (ColumnType.Parse(column.Type), found.ToLowerInvariant());
        var family = ColumnType.Parse(found).Family;
        return IsSure(type, name, source.Zone) || type.Family switch
        {
            TypeFamily.Whole => family is TypeFamily.Whole or TypeFamily.Decimal or TypeFamily.Float,
            TypeFamily.Decimal => family is TypeFamily.Whole or TypeFamily.Decimal,
            TypeFamily.Float => type.Name is "double" && family is TypeFamily.Whole,
            TypeFamily.Date => name is Timestamp or "timestamp_s" or "timestamp_ms" or Nanoseconds or ParquetTimes.Int96,
            TypeFamily.Text => name is Bytes,
            _ => false,
        };
    }

    string Converted => this switch
    {
        { _isEmpty: true } => $"cast(null as {_type.Name})",
        { _found: Instant } => WrittenValue.InZone(_name, _zone!),
        { _found: ParquetTimes.Instant } => WrittenValue.InZone($"timezone('UTC', cast({_name} as timestamp))", _zone!),
        { _found: ParquetTimes.Int96, _type.Family: TypeFamily.Timestamp } => File,
        { _found: ParquetTimes.Int96 } => $"try_cast({File} as {_type.Name})",
        { _found: Bytes } => $"try(decode({_name}))",
        { _isSure: true } => $"cast({_name} as {_type.Name})",
        _ => $"try_cast({_name} as {_type.Name})",
    };

    string? IsWrong => _found is ParquetTimes.Int96 ? $"({ParquetInt96.Loses(Bytes12, File, OfDay)} or {IsWrongValue})" : IsWrongValue;

    string? IsWrongValue => _type.Family switch
    {
        TypeFamily.Date when _isSure => $"coalesce({Value} not between date '1000-01-01' and date '9999-12-31', false)",
        TypeFamily.Date => $"({IsAnother} or coalesce({Value} not between date '1000-01-01' and date '9999-12-31', false))",
        TypeFamily.Timestamp =>
            $"coalesce({Value} not between timestamp '1000-01-01' and timestamp '9999-12-31 23:59:59.999999'{(_found is Nanoseconds or ParquetTimes.Instant ? $" or epoch_ns({File}) % 1000 <> 0" : "")}, false)",
        TypeFamily.Float => $"{(_isSure ? "" : $"{IsAnother} or ")}coalesce(not isfinite({Value}), false)",
        TypeFamily.Text when _found is Bytes => $"(({File} is not null and {Value} is null) or coalesce(contains({Value}, chr(0)), false))",
        TypeFamily.Text => $"coalesce(contains({Value}, chr(0)), false)",
        _ => _isSure ? null : IsAnother,
    };

    string IsAnother => $"({File} is not null and try_cast({Value} as {(_found is ParquetTimes.Int96 ? Timestamp : _found)}) is distinct from {File})";

    string Wanted => _type.Family switch
    {
        TypeFamily.Float => _isSure ? "a finite number" : "a number that a double has exactly",
        TypeFamily.Text => $"a text {(_found is Bytes ? "in UTF-8 " : "")}without zero characters",
        TypeFamily.Whole => $"a whole number ({_type.Name})",
        TypeFamily.Decimal => $"a {_type.Name}: a number with at most {_type.Width - _type.Scale} digits before the point and {_type.Scale} places",
        TypeFamily.Date => $"a date of the years 1000 to 9999{(_isSure ? "" : " at 00:00")}",
        _ => $"a {_type.Name} of the years 1000 to 9999{(_found is Nanoseconds or ParquetTimes.Instant or ParquetTimes.Int96 ? " with at most 6 decimals of a second" : "")}",
    };

    string Bytes12 => Sql.Name($"b_{Column.Name}");

    string OfDay => Sql.Name($"n_{Column.Name}");

    // The file's own value, which tells what the contract's would lose.
    string File => Sql.Name($"f_{Column.Name}");

    // Every value of the file's type is one of the contract's, but for what IsWrong says.
    static bool IsSure(ColumnType type, string name, string? zone)
    {
        var found = ColumnType.Parse(name);
        return type.Family switch
        {
            TypeFamily.Decimal when found.Family is TypeFamily.Decimal => found.Scale <= type.Scale && found.Width - found.Scale <= type.Width - type.Scale,
            TypeFamily.Decimal => Digits.GetValueOrDefault(name, int.MaxValue) <= type.Width - type.Scale,
            TypeFamily.Whole => found.Name == type.Name || (found.Family is TypeFamily.Whole && Digits.GetValueOrDefault(name, int.MaxValue) < Digits.GetValueOrDefault(type.Name)),
            TypeFamily.Float => found.Name == type.Name || (type.Name is "double" && (found.Family is TypeFamily.Float || Digits.GetValueOrDefault(name, int.MaxValue) <= 10)),
            TypeFamily.Timestamp when name is Instant or ParquetTimes.Instant => zone is not null,
            TypeFamily.Timestamp => name is Timestamp or "timestamp_s" or "timestamp_ms" or Nanoseconds or "date" or ParquetTimes.Int96,
            TypeFamily.Text => name is "uuid" or "json" || found.Family is TypeFamily.Text,
            _ => found.Family == type.Family,
        };
    }
}
