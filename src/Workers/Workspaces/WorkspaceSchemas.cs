using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Workers.Kernel.Kinds;
using EventedPipelines.Workers.Production.Checks.Kinds;
using EventedPipelines.Workers.Production.Sources.Kinds;
using EventedPipelines.Workers.Reliability.Notifications.Channels;
using EventedPipelines.Workers.Team.Requests.Ticketing;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>
/// The JSON Schemas of a workspace's files, by which editors help. What kinds say is filled into them by the kinds (<see cref="KindSchema"/>); in the
/// files of this project it stands only so that editors of the workspaces beside it have it, and a test holds it to the kinds.
/// </summary>
public static class WorkspaceSchemas
{
    const string Resources = "schemas/";

    static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>File name and text.</summary>
    public static IEnumerable<(string File, string Text)> Of(WorkspaceKinds kinds)
    {
        var assembly = typeof(WorkspaceSchemas).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Resources, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var content = assembly.GetManifestResourceStream(resource)!;
            var schema = JsonNode.Parse(content)!.AsObject();
            Fill(resource[Resources.Length..], schema, kinds);
            yield return (resource[Resources.Length..], $"{schema.ToJsonString(Readable)}\n");
        }
    }

    static void Fill(string file, JsonObject schema, WorkspaceKinds kinds)
    {
        switch (file)
        {
            case "policies.schema.json":
                Fill(At(schema, "properties", "notifications", "properties", "channels", "items"), ["name", "kind"], kinds.Of<IChannelKind>());
                Fill(At(schema, "properties", "requests", "properties", "ticketing"), ["kind"], kinds.Of<ITicketingKind>());
                break;
            case "pipeline.schema.json":
                FillChecks(schema, ["id", "version", "kind", "target", "severity", "action"], [.. kinds.Of<ICheckKind>().Select(kind => ((IWorkspaceKind)kind, KindKeys.Parsed(kind.Schema)))]);
                Say(schema, kinds.Of<ICheckKind>(), "bad rows of a source");
                break;
            case "source.schema.json":
                ICheckKind[] ofRows = [.. kinds.Of<ICheckKind>().Where(kind => !kind.IsOfPipelines)];
                FillChecks(schema, ["id", "version", "kind", "severity", "action"], [.. ofRows.Select(kind => ((IWorkspaceKind)kind, KindKeys.Parsed(kind.SchemaOfSource)))]);
                Say(schema, ofRows, "bad rows");
                FillSources(schema, kinds.Of<ISourceKind>());
                break;
        }
    }

    static void FillChecks(JsonObject schema, IReadOnlyList<string> common, IReadOnlyList<(IWorkspaceKind Kind, JsonObject Own)> kinds)
    {
        KindSchema.Fill(At(schema, "$defs", "check"), common, kinds);
        foreach (var (name, definition) in kinds.SelectMany(kind => kind.Own["$defs"]?.AsObject() ?? []))
        {
            schema["$defs"]![name] = definition!.DeepClone();
        }
    }

    // Each kind of source has a block of its own, and there is one of them, or of files.
    static void FillSources(JsonObject schema, IReadOnlyList<ISourceKind> kinds)
    {
        foreach (var kind in kinds)
        {
            var own = KindKeys.Parsed(kind.Schema);
            var block = new JsonObject { ["description"] = $"{char.ToUpperInvariant(kind.Summary[0])}{kind.Summary[1..]}.", ["type"] = "object", ["additionalProperties"] = false };
            foreach (var (keyword, value) in own.Where(keyword => keyword.Key != "$defs"))
            {
                block[keyword] = value!.DeepClone();
            }

            At(schema, "properties")[kind.Word] = block;
        }

        schema["oneOf"] = new JsonArray([.. kinds.Select(kind => kind.Word).Prepend("files").Select(word => new JsonObject { ["required"] = new JsonArray(word) })]);
    }

    // What is so unless it is given is said with the key, for all kinds.
    static void Say(JsonObject schema, IReadOnlyList<ICheckKind> kinds, string quarantined)
    {
        var severities = kinds.Where(kind => kind.Severity is not CheckSeverity.Error).GroupBy(kind => $"{kind.Severity}", kind => kind.Word);
        var actions = kinds.Where(kind => kind.Action is not null).GroupBy(kind => $"{kind.Action}", kind => kind.Word);
        At(schema, "$defs", "check", "properties", "severity")["description"] = $"How bad a failure is. Default: {Listed(severities)}otherwise error.";
        At(schema, "$defs", "check", "properties", "action")["description"] =
            $"What a failure does: nothing; sets the rows apart; publishes as partial; stops the run. Default: quarantine for {quarantined}, {Listed(actions)}otherwise block.";
    }

    static string Listed(IEnumerable<IGrouping<string, string>> words) => string.Concat(words.Select(group => $"{group.Key.ToLowerInvariant()} for {And([.. group])}, "));

    static string And(string[] words) => words.Length == 1 ? words[0] : $"{string.Join(", ", words[..^1])} and {words[^1]}";

    static void Fill(JsonObject entry, IReadOnlyList<string> common, IEnumerable<IWorkspaceKind> kinds) =>
        KindSchema.Fill(entry, common, [.. kinds.Select(kind => (kind, KindKeys.Parsed(kind.Schema)))]);

    static JsonObject At(JsonObject schema, params IEnumerable<string> path) => path.Aggregate(schema, (node, step) => node[step]!.AsObject());
}
