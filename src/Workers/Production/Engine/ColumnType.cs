using System.Globalization;
using System.Text.RegularExpressions;

namespace EventedPipelines.Workers.Production.Engine;

enum TypeFamily
{
    Text,
    Boolean,
    Whole,
    Decimal,
    Float,
    Date,
    Timestamp,
    Null,
    Other,
}

/// <summary>A DuckDB type, as a contract declares it or a SELECT gives it. Width and scale are those of a decimal.</summary>
sealed partial record ColumnType(TypeFamily Family, string Name, int Width = 0, int Scale = 0)
{
    /// <summary>Money is decimal(19,4) (domain.md 2.10).</summary>
    public bool IsMoney => this is { Family: TypeFamily.Decimal, Width: 19, Scale: 4 };

    public bool IsExact => Family is TypeFamily.Whole or TypeFamily.Decimal;

    public static ColumnType Parse(string type)
    {
        var name = type.Trim().ToLowerInvariant();
        if (Decimal.Match(name) is { Success: true } match)
        {
            var width = Number(match.Groups[1], 18);
            var scale = Number(match.Groups[2], match.Groups[1].Success ? 0 : 3);
            return new(TypeFamily.Decimal, $"decimal({width},{scale})", width, scale);
        }

        return new(FamilyOf(name), name);
    }

    /// <summary>Whether each of its values is one of the other type's, so that nothing is lost or refused by a cast (domain.md 2.7b).</summary>
    public bool IsTakenWholeBy(ColumnType other) => (Family, other.Family) switch
    {
        _ when Name == other.Name => true,
        (_, TypeFamily.Text) => true,
        (TypeFamily.Whole, TypeFamily.Whole) => Digits < other.Digits,
        (TypeFamily.Whole, TypeFamily.Decimal) => Digits <= other.Width - other.Scale,
        (TypeFamily.Decimal, TypeFamily.Decimal) => Scale <= other.Scale && Width - Scale <= other.Width - other.Scale,
        (TypeFamily.Whole, TypeFamily.Float) => other.Name is "double" && Digits <= 10,
        (TypeFamily.Date, TypeFamily.Timestamp) => true,
        _ => false,
    };

    /// <summary>Of a whole number of a contract, how many it has at most.</summary>
    int Digits => Name switch
    {
        "smallint" => 5,
        "integer" => 10,
        "bigint" => 19,
        _ => int.MaxValue,
    };

    static TypeFamily FamilyOf(string name) => name switch
    {
        "varchar" or "text" or "string" or "char" => TypeFamily.Text,
        "boolean" or "bool" => TypeFamily.Boolean,
        "tinyint" or "smallint" or "integer" or "int" or "bigint" or "hugeint" => TypeFamily.Whole,
        "utinyint" or "usmallint" or "uinteger" or "ubigint" or "uhugeint" => TypeFamily.Whole,
        "double" or "float" or "real" => TypeFamily.Float,
        "date" => TypeFamily.Date,
        "timestamp" => TypeFamily.Timestamp,
        "\"null\"" => TypeFamily.Null,
        _ when name.StartsWith("enum(", StringComparison.Ordinal) => TypeFamily.Text,
        _ => TypeFamily.Other,
    };

    static int Number(Group group, int unlessGiven) => group.Success ? int.Parse(group.ValueSpan, CultureInfo.InvariantCulture) : unlessGiven;

    [GeneratedRegex(@"\A(?:decimal|numeric)(?:\(\s*([0-9]{1,2})\s*(?:,\s*([0-9]{1,2})\s*)?\))?\z")]
    static partial Regex Decimal { get; }
}
