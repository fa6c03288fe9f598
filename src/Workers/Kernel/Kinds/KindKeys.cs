using System.Text.Json.Nodes;

namespace EventedPipelines.Workers.Kernel.Kinds;

/// <summary>The keys that kinds have by their schemas.</summary>
static class KindKeys
{
    /// <summary>Of any of them, also of what its sort has in common.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<IWorkspaceKind> kinds) => [.. kinds.SelectMany(kind => Properties(Parsed(kind.Schema)).Select(key => key.Key)).Distinct()];

    public static JsonObject Parsed(string schema) => JsonNode.Parse(schema)!.AsObject();

    public static JsonObject Properties(JsonObject schema) => schema["properties"]?.AsObject() ?? [];
}
