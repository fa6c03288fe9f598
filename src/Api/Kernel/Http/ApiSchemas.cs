using System.Text.Json;
using System.Text.Json.Nodes;
using EventedPipelines.Domain.Kernel;
using Microsoft.OpenApi;

namespace EventedPipelines.Api.Kernel.Http;

/// <summary>What the description of the api cannot see from a type, because a converter writes it.</summary>
public static class ApiSchemas
{
    public static void Complete(OpenApiSchema schema, Type type, IEnumerable<KindWords> kinds)
    {
        var isOptional = Nullable.GetUnderlyingType(type) is not null;
        switch (Nullable.GetUnderlyingType(type) ?? type)
        {
            case var dataInterval when dataInterval == typeof(DataInterval):
                schema.Type = JsonSchemaType.String;
                schema.Pattern = "^\\d{4}-\\d{2}(-\\d{2})?$";
                schema.Description = "A day or a month.";
                schema.Examples = [JsonValue.Create("2026-11-22")];
                break;
            case var instant when instant == typeof(DateTimeOffset):
                schema.Type = JsonSchemaType.String | (isOptional ? JsonSchemaType.Null : 0);
                schema.Format = "date-time";
                break;
            case var money when money == typeof(decimal):
                schema.Format = "decimal";
                break;
            case { IsEnum: true }:
                schema.Type = JsonSchemaType.String;
                break;
            case var kind when KindJson.IsKind(kind):
                schema.Type = JsonSchemaType.String;
                schema.Enum = kinds.FirstOrDefault(words => words.Kind == kind) is { } words ? [.. words.Names.Select(name => (JsonNode)JsonNamingPolicy.CamelCase.ConvertName(name))] : null;
                break;
        }
    }
}
