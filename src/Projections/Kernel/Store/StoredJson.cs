using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace EventedPipelines.Projections.Kernel.Store;

/// <summary>
/// Events and documents as JSON. What was said is written, not what can be worked out from it: computed properties and nulls are left out. What an event must
/// have is required (domain.md 8.1a): a body without it is no event with a null in it but a <see cref="JsonException"/> that names the event and what it lacks.
/// </summary>
public static class StoredJson
{
    /// <summary>As the store has it, for what reads or writes beside it.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    public static void Configure(JsonSerializerOptions json)
    {
        json.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        json.RespectNullableAnnotations = true;
        json.RespectRequiredConstructorParameters = true;
        json.TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { OnlyWhatWasSaid, NullsMayBeAbsent } };
    }

    // JsonSerializerOptions.IgnoreReadOnlyProperties leaves out single values only, and writes collections.
    static void OnlyWhatWasSaid(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(property => property is { Set: null, AssociatedParameter: null }).ToList())
        {
            type.Properties.Remove(property);
        }
    }

    static void NullsMayBeAbsent(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(property => property is { IsRequired: true, AssociatedParameter.IsNullable: true }))
        {
            property.IsRequired = false;
        }
    }

    static JsonSerializerOptions Make()
    {
        var json = new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Converters = { new JsonStringEnumConverter() } };
        Configure(json);
        json.MakeReadOnly();
        return json;
    }
}
