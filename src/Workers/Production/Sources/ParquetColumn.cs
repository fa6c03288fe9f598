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

    readonly ColumnType type;
    readonly string found;
    readonly string? zone;

    public ParquetColumn(Column column, string found, SourceDefinition source, string file)
    {
        Column = column;
        type = ColumnType.Parse(column.Type);
        this.found = found.ToLowerInvariant();
        zone = source.Zone;
        if (!Fits(ColumnType.Parse(found), this.found))
        {
            throw Failure.Permanent(
                $"{file}, column '{column.Name}'",
                $"The file's type {this.found} does not fit the contract's {type.Name} without loss{(this.found is Instant && zone is null ? ", since there is no zone to convert it to" : "")}.",
                $"Deliver the column as {type.Name}, or change the contract '{source.Contract.Id}' if this is how the source is from now on.");
        }

        Faults = [.. IsWrong is { } isWrong ? new ColumnFault[] { new(isWrong, $"not {Wanted}") } : [], .. ColumnFault.Missing(column, File)];
    }

    public Column Column { get; }

    public string Cast => $"{Sql.Name(Column.Name)} as {File}, {(found is Instant ? WrittenValue.InZone(Sql.Name(Column.Name), zone!) : $"cast({Sql.Name(Column.Name)} as {type.Name})")} as {Value}";

    public IReadOnlyList<ColumnFault> Faults { get; }

    public string Value => Sql.Name($"v_{Column.Name}");

    public string Text => $"cast({File} as varchar)";

    string? IsWrong => type.Family switch
    {
        TypeFamily.Date => $"coalesce({Value} not between date '1000-01-01' and date '9999-12-31', false)",
        TypeFamily.Timestamp =>
            $"coalesce({Value} not between timestamp '1000-01-01' and timestamp '9999-12-31 23:59:59.999999'{(found is Nanoseconds ? $" or epoch_ns({File}) % 1000 <> 0" : "")}, false)",
        TypeFamily.Float => $"coalesce(not isfinite({Value}), false)",
        TypeFamily.Text => $"coalesce(contains({Value}, chr(0)), false)",
        _ => null,
    };

    string Wanted => type.Family switch
    {
        TypeFamily.Float => "a finite number",
        TypeFamily.Text => "a text without zero characters",
        _ => $"a {type.Name} of the years 1000 to 9999{(found is Nanoseconds ? " with at most 6 decimals of a second" : "")}",
    };

    // The file's own value, which tells what the contract's would lose.
    string File => Sql.Name($"f_{Column.Name}");

    bool Fits(ColumnType found, string name) => type.Family switch
    {
        TypeFamily.Decimal when found.Family is TypeFamily.Decimal => found.Scale <= type.Scale && found.Width - found.Scale <= type.Width - type.Scale,
        TypeFamily.Decimal => Digits.GetValueOrDefault(name, int.MaxValue) <= type.Width - type.Scale,
        TypeFamily.Whole => found.Name == type.Name || (found.Family is TypeFamily.Whole && Digits.GetValueOrDefault(name, int.MaxValue) < Digits.GetValueOrDefault(type.Name)),
        TypeFamily.Float => found.Name == type.Name || (type.Name is "double" && (found.Family is TypeFamily.Float || Digits.GetValueOrDefault(name, int.MaxValue) <= 10)),
        TypeFamily.Timestamp => name is "timestamp" or "timestamp_s" or "timestamp_ms" or Nanoseconds or "date" || (name is Instant && zone is not null),
        _ => found.Family == type.Family,
    };
}
