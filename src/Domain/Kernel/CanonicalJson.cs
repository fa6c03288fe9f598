using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventedPipelines.Domain.Kernel;

/// <summary>
/// A value as JSON that depends on no machine, no order of keys and no optional property that a later release adds: properties are sorted,
/// those at their default left out, computed ones too, and numbers are in their shortest form. The order of lists counts.
/// </summary>
public static class CanonicalJson
{
    static readonly JsonSerializerOptions Shape = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        IgnoreReadOnlyProperties = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new KindJson(JsonNamingPolicy.CamelCase) },
    };

    public static JsonElement Of<T>(T value)
    {
        using var document = JsonDocument.Parse(BytesOf(value));
        return document.RootElement.Clone();
    }

    /// <summary>The SHA-256 of the JSON, 64 lower-case hex digits.</summary>
    public static string HashOf<T>(T value) => Convert.ToHexStringLower(SHA256.HashData(BytesOf(value).Span));

    static ReadOnlyMemory<byte> BytesOf<T>(T value)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            Write(JsonSerializer.SerializeToElement(value, Shape), writer);
        }

        return json.GetBuffer().AsMemory(0, (int)json.Length);
    }

    static void Write(JsonElement element, Utf8JsonWriter writer)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in element.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(property.Name);
                    Write(property.Value, writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Write(item, writer);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.Number:
                // Dividing by one with all its places drops the trailing zeros: 0.50 and 0.5 are the same number.
                writer.WriteNumberValue(element.GetDecimal() / 1.0000000000000000000000000000m);
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }
}
