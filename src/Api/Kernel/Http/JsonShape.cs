using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Xml;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Api.Kernel.Http;

/// <summary>JSON as api.md says it: camelCase, enums and kinds as camelCase words, numbers as numbers, instants in UTC with a Z, durations as ISO 8601 has them.</summary>
public static class JsonShape
{
    /// <summary>For clients in C#: the same shape.</summary>
    public static JsonSerializerOptions Options { get; } = Made();

    public static void Apply(JsonSerializerOptions json)
    {
        json.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        json.PropertyNameCaseInsensitive = false;
        json.AllowDuplicateProperties = false;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.IgnoreReadOnlyProperties = true;
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        json.Converters.Add(new KindJson(JsonNamingPolicy.CamelCase));
        json.Converters.Add(new UtcInstant());
        json.Converters.Add(new IsoDuration());
    }

    /// <summary>An enum's value as the wire has it.</summary>
    public static string Word(Enum value) => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    public static IEnumerable<string> Words(Type type) => Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName);

    static JsonSerializerOptions Made()
    {
        var json = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Apply(json);
        return json;
    }

    sealed class IsoDuration : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => XmlConvert.ToTimeSpan(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) => writer.WriteStringValue(XmlConvert.ToString(value));
    }

    sealed class UtcInstant : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFZ", CultureInfo.InvariantCulture));
    }
}
