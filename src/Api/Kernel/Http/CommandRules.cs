using System.Text.Json;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Api.Kernel.Http;

/// <summary>What the body of a command may hold: the properties of the command, each once and of its type.</summary>
public static class CommandRules
{
    /// <summary>What is wrong, by property; empty when nothing is.</summary>
    /// <exception cref="JsonException">The body is not JSON.</exception>
    public static Dictionary<string, string[]> Check(ReadOnlyMemory<byte> body, Type command, JsonSerializerOptions json)
    {
        using var document = JsonDocument.Parse(body, new() { AllowDuplicateProperties = true });
        if (document.RootElement.ValueKind is not JsonValueKind.Object)
        {
            return new() { [""] = ["A command is a JSON object."] };
        }

        var known = json.GetTypeInfo(command).Properties.ToDictionary(property => property.Name, property => property.PropertyType);
        var errors = new Dictionary<string, string[]>();
        foreach (var given in document.RootElement.EnumerateObject().GroupBy(NameOf))
        {
            if (ErrorOf(given.Key, [.. given.Select(property => property.Value)], known, json) is { } error)
            {
                errors[given.Key] = [error];
            }
        }

        return errors;
    }

    static string? ErrorOf(string name, JsonElement[] values, Dictionary<string, Type> known, JsonSerializerOptions json)
    {
        if (!known.TryGetValue(name, out var type))
        {
            return NearestName.Unknown(name, known.Keys);
        }

        if (values.Length > 1)
        {
            return $"'{name}' is given {values.Length} times.";
        }

        try
        {
            return values[0].Deserialize(type, json) is string text && !IsText(text) ? $"'{name}' holds characters that are no text." : null;
        }
        catch (JsonException)
        {
            return $"'{name}' must be {Expected(Nullable.GetUnderlyingType(type) ?? type)}.";
        }
    }

    static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("A name is no text.", null, 0, 0, e);
        }
    }

    /// <summary>Whether PostgreSQL can store it, and a person can read it: no control characters but for tabs and new lines.</summary>
    public static bool IsText(string text) => text.All(character => !char.IsControl(character) || character is '\t' or '\n' or '\r');

    static string Expected(Type type) => type switch
    {
        { IsEnum: true } => $"one of {string.Join(", ", JsonShape.Words(type))}",
        _ when type == typeof(DataInterval) => "a day (2026-11-22) or a month (2026-11)",
        _ when type == typeof(DateOnly) => "a date (2026-11-22)",
        _ when type == typeof(DateTimeOffset) => "an instant (2026-11-22T06:00:00Z)",
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(string) => "a text",
        _ => $"a {type.Name}",
    };
}
