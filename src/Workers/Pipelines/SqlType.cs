namespace EventedPipelines.Workers.Pipelines;

/// <summary>DuckDB's types in the families that matter for what can be kept exactly in what.</summary>
static class SqlType
{
    enum Family
    {
        Whole,
        Decimal,
        Float,
        Other,
    }

    public static bool IsFloat(string type) => FamilyOf(type) is Family.Float;

    public static bool IsExact(string type) => FamilyOf(type) is Family.Whole or Family.Decimal;

    public static bool IsNumber(string type) => FamilyOf(type) is not Family.Other;

    /// <summary>Whether values of a type go into a column of another without changing kind or losing places by rounding to whole numbers.</summary>
    public static bool Fits(string given, string declared) => FamilyOf(declared) switch
    {
        Family.Whole => FamilyOf(given) is Family.Whole,
        Family.Decimal => IsExact(given),
        Family.Float => IsNumber(given),
        _ => string.Equals(given, declared, StringComparison.OrdinalIgnoreCase),
    };

    static Family FamilyOf(string type) => type.ToUpperInvariant() switch
    {
        "FLOAT" or "DOUBLE" => Family.Float,
        "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" or "HUGEINT" => Family.Whole,
        "UTINYINT" or "USMALLINT" or "UINTEGER" or "UBIGINT" or "UHUGEINT" => Family.Whole,
        var other => other.StartsWith("DECIMAL", StringComparison.Ordinal) ? Family.Decimal : Family.Other,
    };
}
