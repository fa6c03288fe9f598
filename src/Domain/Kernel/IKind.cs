using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventedPipelines.Domain.Kernel;

/// <summary>
/// A kind by the name that is stored, such as NotNull: one capital at its beginning, and one for each further word. All else that is known of it stands in a
/// place of its own in Workers (ADR-0031), so that a name in a history is read whether or not there still is such a kind.
/// </summary>
public interface IKind<TSelf>
    where TSelf : struct, IKind<TSelf>
{
    string Name { get; }

    static abstract TSelf Named(string name);
}

/// <summary>Kinds as their names: as they are stored, or as a naming policy writes them.</summary>
public sealed class KindJson(JsonNamingPolicy? naming) : JsonConverterFactory
{
    public KindJson()
        : this(null)
    {
    }

    public static bool IsKind(Type type) => type.IsValueType && Array.Exists(type.GetInterfaces(), one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IKind<>));

    public override bool CanConvert(Type typeToConvert) => IsKind(typeToConvert);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert), naming)!;

    sealed class Of<TKind>(JsonNamingPolicy? naming) : JsonConverter<TKind>
        where TKind : struct, IKind<TKind>
    {
        public override TKind Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType is JsonTokenType.String && reader.GetString() is { Length: > 0 } name
            ? TKind.Named(naming is null ? name : $"{char.ToUpperInvariant(name[0])}{name[1..]}")
            : throw new JsonException($"A {typeof(TKind).Name} is its name.");

        public override void Write(Utf8JsonWriter writer, TKind value, JsonSerializerOptions options) => writer.WriteStringValue(naming?.ConvertName(value.Name) ?? value.Name);
    }
}
