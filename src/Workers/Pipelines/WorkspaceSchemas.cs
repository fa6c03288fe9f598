using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using EventedPipelines.Workers.Kinds;

namespace EventedPipelines.Workers.Pipelines;

/// <summary>
/// The JSON Schemas of a workspace's files, by which editors help. What kinds say is filled into them by the kinds (<see cref="KindSchema"/>); in the
/// files of this project it stands only so that editors of the workspaces beside it have it, and a test holds it to the kinds.
/// </summary>
public static class WorkspaceSchemas
{
    const string Resources = "schemas/";

    static readonly JsonSerializerOptions readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>File name and text.</summary>
    public static IEnumerable<(string File, string Text)> Of(WorkspaceKinds kinds)
    {
        var assembly = typeof(WorkspaceSchemas).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Resources, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var content = assembly.GetManifestResourceStream(resource)!;
            var schema = JsonNode.Parse(content)!.AsObject();
            Fill(resource[Resources.Length..], schema, kinds);
            yield return (resource[Resources.Length..], $"{schema.ToJsonString(readable)}\n");
        }
    }

    static void Fill(string file, JsonObject schema, WorkspaceKinds kinds)
    {
        switch (file)
        {
            case "policies.schema.json":
                Fill(At(schema, "properties", "notifications", "properties", "channels", "items"), ["name", "kind"], kinds.Channels);
                Fill(At(schema, "properties", "requests", "properties", "ticketing"), ["kind"], kinds.Ticketing);
                break;
        }
    }

    static void Fill(JsonObject entry, IReadOnlyList<string> common, IEnumerable<IWorkspaceKind> kinds) =>
        KindSchema.Fill(entry, common, [.. kinds.Select(kind => (kind, KindKeys.Parsed(kind.Schema)))]);

    static JsonObject At(JsonObject schema, params IEnumerable<string> path) => path.Aggregate(schema, (node, step) => node[step]!.AsObject());
}
