using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace EventedPipelines.Api.Kernel.Http;

/// <summary>What a query string may say to an endpoint. A filter that is misspelt and ignored answers another question than the one asked, so it is refused.</summary>
public static class QueryRules
{
    const string AsOf = "asOf";

    /// <summary>What is wrong, by parameter; empty when nothing is.</summary>
    public static Dictionary<string, string[]> Check(IReadOnlyDictionary<string, Type> known, IEnumerable<KeyValuePair<string, StringValues>> query)
    {
        var errors = new Dictionary<string, string[]>();
        foreach (var (name, values) in query)
        {
            if (ErrorOf(name, values, known) is { } error)
            {
                errors[name] = [error];
            }
        }

        return errors;
    }

    static string? ErrorOf(string name, StringValues values, IReadOnlyDictionary<string, Type> known) => name switch
    {
        AsOf => "Answers as of a past instant are not served here yet. Leave 'asOf' out for the current state.",
        _ when !known.TryGetValue(name, out var type) => NearestName.Unknown(name, known.Keys),
        _ when values.Count > 1 => $"'{name}' is given {values.Count} times.",
        _ => Malformed(name, values.ToString(), Nullable.GetUnderlyingType(known[name]) ?? known[name]),
    };

    static string? Malformed(string name, string value, Type type) => type switch
    {
        _ when value.Length == 0 => $"'{name}' is empty. Leave it out, or give it a value.",
        _ when !CommandRules.IsText(value) => $"'{name}' holds characters that are no text.",
        { IsEnum: true } when !JsonShape.Words(type).Contains(value, StringComparer.OrdinalIgnoreCase) =>
            $"'{value}' is not one of {string.Join(", ", JsonShape.Words(type))}.",
        _ when type == typeof(DateOnly) && !DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) =>
            $"'{value}' is not a date (2026-11-22).",
        _ when type == typeof(bool) && !bool.TryParse(value, out _) => $"'{value}' is neither true nor false.",
        _ when type == typeof(int) && !int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _) => $"'{value}' is not a whole number.",
        _ when name == "limit" && int.Parse(value, CultureInfo.InvariantCulture) is < 1 or > Page.MostItems => $"'limit' goes from 1 to {Page.MostItems}.",
        _ => null,
    };
}
