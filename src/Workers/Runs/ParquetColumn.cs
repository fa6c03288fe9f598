using EventedPipelines.Domain.Pipelines;
using EventedPipelines.Workers.Engine;

namespace EventedPipelines.Workers.Runs;

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

    readonly ColumnType type;

    public ParquetColumn(Column column, string found, string contract, string file)
    {
        Column = column;
        type = ColumnType.Parse(column.Type);
        if (!Fits(ColumnType.Parse(found), found.ToLowerInvariant()))
        {
            throw Failure.Permanent(
                $"{file}, column '{column.Name}'",
                $"The file's type {found.ToLowerInvariant()} does not fit the contract's {type.Name} without loss.",
                $"Deliver the column as {type.Name}, or change the contract '{contract}' if this is how the source is from now on.");
        }
    }

    public Column Column { get; }

    public string Cast => $"cast({Sql.Name(Column.Name)} as {type.Name}) as {Value}";

    public string IsWrong => type.Family switch
    {
        TypeFamily.Date => $"coalesce({Value} not between date '1000-01-01' and date '9999-12-31', false)",
        TypeFamily.Timestamp => $"coalesce({Value} not between timestamp '1000-01-01' and timestamp '9999-12-31 23:59:59.999999', false)",
        TypeFamily.Float => $"coalesce(not isfinite({Value}), false)",
        _ => "false",
    };

    public string Value => Sql.Name($"v_{Column.Name}");

    public string Text => $"cast({Value} as varchar)";

    public string Wanted => type.Family is TypeFamily.Float ? "a finite number" : $"a {type.Name} of the years 1000 to 9999";

    bool Fits(ColumnType found, string name) => type.Family switch
    {
        TypeFamily.Decimal when found.Family is TypeFamily.Decimal => found.Scale <= type.Scale && found.Width - found.Scale <= type.Width - type.Scale,
        TypeFamily.Decimal => Digits.GetValueOrDefault(name, int.MaxValue) <= type.Width - type.Scale,
        TypeFamily.Whole => found.Name == type.Name || (found.Family is TypeFamily.Whole && Digits.GetValueOrDefault(name, int.MaxValue) < Digits.GetValueOrDefault(type.Name)),
        TypeFamily.Float => found.Family is TypeFamily.Float || Digits.GetValueOrDefault(name, int.MaxValue) <= 10,
        TypeFamily.Timestamp => name is "timestamp" or "timestamp_s" or "timestamp_ms" or "date",
        _ => found.Family == type.Family,
    };
}
