using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventedPipelines.Projections.Production.Metrics;

/// <summary>How coverage is written in flat tables.</summary>
public static class CoverageJson
{
    public static JsonSerializerOptions Shape { get; } = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };
}
