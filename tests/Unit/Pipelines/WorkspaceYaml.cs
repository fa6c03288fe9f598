using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace EventedPipelines.Tests.Unit.Pipelines;

/// <summary>A key of a YAML file: where it stands, and the keys above it; an entry of a list counts as "-".</summary>
public sealed record YamlKey(string Name, string Above, int Line, int Index)
{
    /// <summary>Columns, areas, what a model reads, and holidays, go by names of their own.</summary>
    public bool IsName => Above.EndsWith("columns", StringComparison.Ordinal) || Above.EndsWith("reads", StringComparison.Ordinal) || Above is "areas" or "sla.areas" or "pay.holidays";
}

/// <summary>A YAML file as editors see it: as JSON, and key by key.</summary>
static class WorkspaceYaml
{
    public static JsonElement ToJson(string text) => JsonSerializer.SerializeToElement(Json(Root(text)));

    public static IReadOnlyList<YamlKey> Keys(string text) => [.. Keys(Root(text), "")];

    static YamlNode Root(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents.Single().RootNode;
    }

    static IEnumerable<YamlKey> Keys(YamlNode node, string above) => node switch
    {
        YamlMappingNode map => map.Children.SelectMany(pair =>
        {
            var name = ((YamlScalarNode)pair.Key).Value!;
            return Keys(pair.Value, above.Length == 0 ? name : $"{above}.{name}").Prepend(new(name, above, (int)pair.Key.Start.Line, (int)pair.Key.Start.Index));
        }),
        YamlSequenceNode list => list.Children.SelectMany(item => Keys(item, $"{above}.-")),
        _ => [],
    };

    static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value!, Json(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Json)]),
        YamlScalarNode { Style: ScalarStyle.Plain } plain => Plain(plain.Value!),
        var text => JsonValue.Create(((YamlScalarNode)text).Value),
    };

    static JsonNode? Plain(string text) => text switch
    {
        "" or "null" or "~" => null,
        "true" => true,
        "false" => false,
        _ when decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) => number,
        _ => text,
    };
}
