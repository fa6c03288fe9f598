using System.Text.Json.Nodes;

namespace EventedPipelines.Workers.Kernel.Kinds;

/// <summary>
/// The JSON Schema of an entry that has a `kind`: the keys that all have stand there, the kinds' own are filled in. What a key is in every kind that has it
/// stands with the key; what it is in one kind only, and what that requires, under the condition that the entry is of it.
/// </summary>
static class KindSchema
{
    const string Description = "description";
    const string Kind = "kind";

    /// <param name="entry">Its `properties` named in <paramref name="common"/> stay, with `required` and all else; what is there of kinds is replaced.</param>
    /// <param name="common">The keys that every kind has.</param>
    /// <param name="kinds">Those that an entry may be of, with their own schemas.</param>
    public static void Fill(JsonObject entry, IReadOnlyList<string> common, IReadOnlyList<(IWorkspaceKind Kind, JsonObject Own)> kinds)
    {
        var properties = KindKeys.Properties(entry);
        foreach (var key in properties.Select(property => property.Key).Except(common).ToList())
        {
            properties.Remove(key);
        }

        properties[Kind] = new JsonObject
        {
            [Description] = string.Join(' ', kinds.Select(one => $"{one.Kind.Word}: {one.Kind.Summary}.")),
            ["enum"] = Names(kinds.Select(one => one.Kind.Word)),
        };
        foreach (var key in kinds.SelectMany(one => KindKeys.Properties(one.Own).Select(property => property.Key)).Distinct().Except(common))
        {
            properties[key] = Shared([.. kinds.Where(one => KindKeys.Properties(one.Own).ContainsKey(key)).Select(one => (one.Kind.Word, KindKeys.Properties(one.Own)[key]!.AsObject()))]);
        }

        entry["allOf"] = new JsonArray([.. kinds.Select(one => new JsonObject
        {
            ["if"] = new JsonObject { ["required"] = Names([Kind]), ["properties"] = new JsonObject { [Kind] = new JsonObject { ["const"] = one.Kind.Word } } },
            ["then"] = Then(one.Own, common, properties),
        })]);
    }

    // Of several kinds, with what each says of it.
    static JsonObject Shared(IReadOnlyList<(string Word, JsonObject Own)> kinds)
    {
        var said = kinds.GroupBy(kind => kind.Own[Description]!.GetValue<string>(), kind => kind.Word).ToList();
        var shared = new JsonObject { [Description] = said.Count == 1 && kinds.Count > 1 ? said[0].Key : string.Join(' ', said.Select(one => $"{string.Join(", ", one)}: {one.Key}")) };
        foreach (var (keyword, value) in kinds[0].Own.Where(keyword => keyword.Key != Description && kinds.All(kind => JsonNode.DeepEquals(kind.Own[keyword.Key], keyword.Value))))
        {
            shared[keyword] = value!.DeepClone();
        }

        return shared;
    }

    static JsonObject Then(JsonObject own, IReadOnlyList<string> common, JsonObject shared)
    {
        var keys = KindKeys.Properties(own);
        var then = new JsonObject { ["propertyNames"] = new JsonObject { ["enum"] = Names(common.Concat(keys.Select(key => key.Key).Except(common))) } };
        foreach (var (keyword, value) in own.Where(keyword => keyword.Key is not "properties" and not "$defs"))
        {
            then[keyword] = value!.DeepClone();
        }

        var narrower = new JsonObject();
        foreach (var (key, value) in keys)
        {
            var conditions = value!.AsObject().Where(keyword => keyword.Key != Description && !JsonNode.DeepEquals(shared[key]![keyword.Key], keyword.Value)).ToList();
            if (conditions.Count > 0)
            {
                narrower[key] = new JsonObject(conditions.Select(keyword => KeyValuePair.Create(keyword.Key, (JsonNode?)keyword.Value!.DeepClone())));
            }
        }

        if (narrower.Count > 0)
        {
            then["properties"] = narrower;
        }

        return then;
    }

    static JsonArray Names(IEnumerable<string> names) => new([.. names.Select(name => (JsonNode)name)]);
}
