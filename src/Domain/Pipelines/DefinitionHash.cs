using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventedPipelines.Domain.Pipelines;

/// <summary>
/// The SHA-256 of a definition's canonical JSON, 64 lower-case hex digits: what tells two versions of a definition apart. Properties
/// are sorted, those at their default left out and numbers in their shortest form, so that it depends on no machine, no order of keys and no
/// optional property that a later release adds. The order of lists counts: models run, and columns stand, in it.
/// </summary>
public static class DefinitionHash
{
    static readonly JsonSerializerOptions Canonical = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        IgnoreReadOnlyProperties = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static string Of(PipelineDefinition definition)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            Write(JsonSerializer.SerializeToElement(definition, Canonical), writer);
        }

        return Convert.ToHexStringLower(SHA256.HashData(json.GetBuffer().AsSpan(0, (int)json.Length)));
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
