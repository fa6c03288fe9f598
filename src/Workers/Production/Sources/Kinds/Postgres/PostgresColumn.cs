using System.Globalization;
using System.Text.Json;
using Npgsql.PostgresTypes;

namespace EventedPipelines.Workers.Production.Sources.Kinds.Postgres;

/// <summary>
/// A column as the text in which the server writes it down: every digit of a numeric, the shortest text that is the same double, an instant with its offset. What a contract
/// makes of a text is in one place for all sources (domain.md 2.7b).
/// </summary>
sealed class PostgresColumn(string name, PostgresType type, int position)
{
    public JsonEncodedText Name { get; } = JsonEncodedText.Encode(name);

    /// <summary>Its name in the query around the workspace's.</summary>
    public string Alias { get; } = string.Create(CultureInfo.InvariantCulture, $"c{position}");

    /// <summary>Selected from the query. Anything that is not a plain text is as the type's own output says.</summary>
    public string Selected => Base switch
    {
        // As JSON: {1,2} and (a,b) are PostgreSQL's own writings.
        PostgresArrayType or PostgresCompositeType => $"to_json({Alias})::text",

        // t and f.
        { Name: "boolean" or "bool" } => $"{Alias}::text",
        { Name: "bytea" } => $"encode({Alias}, 'hex')",

        // With the currency and the separators of the server's locale.
        { Name: "money" } => $"{Alias}::numeric",

        // Of the session's zone some had an offset with seconds, long ago.
        { Name: "timestamp with time zone" or "timestamptz" } => $"case when isfinite({Alias}) then ({Alias} at time zone 'UTC')::text || '+00' else {Alias}::text end",
        _ => Alias,
    };

    PostgresType Base => BaseOf(type);

    static PostgresType BaseOf(PostgresType type) => type is PostgresDomainType domain ? BaseOf(domain.BaseType) : type;
}
