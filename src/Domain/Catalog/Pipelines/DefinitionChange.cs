using System.Text.Json;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Catalog.Pipelines;

/// <summary>
/// One difference between two versions of a definition. <paramref name="Path"/> leads to it, `checks[revenue-reconciles].severity`: entries of
/// a list go by their id or name. Without <paramref name="Before"/> it was added, without <paramref name="After"/> removed; a text is
/// given as it is, anything else as JSON.
/// </summary>
public sealed record DefinitionChange(string Path, string? Before, string? After);

public static class DefinitionChanges
{
    static readonly string[] Names = ["id", "name"];

    // Read-only lists are in the canonical JSON, because System.Text.Json leaves out other read-only properties only; hashes are pinned with them.
    static readonly string[] WorkedOut = ["inputChecks", "outputChecks"];

    /// <summary>All differences, in the order of the paths of the later one; what was removed comes after its siblings.</summary>
    public static IReadOnlyList<DefinitionChange> Between(PipelineDefinition before, PipelineDefinition after) =>
        [.. Between("", CanonicalJson.Of(before), CanonicalJson.Of(after)).Where(change => !WorkedOut.Any(name => change.Path.StartsWith(name, StringComparison.Ordinal)))];

    static IEnumerable<DefinitionChange> Between(string path, JsonElement before, JsonElement after) => (before.ValueKind, after.ValueKind) switch
    {
        (JsonValueKind.Object, JsonValueKind.Object) => OfObjects(path, before, after),
        (JsonValueKind.Array, JsonValueKind.Array) when NamesIn(before) is { } earlier && NamesIn(after) is { } later => OfLists(path, earlier, later),
        _ => TextOf(before) == TextOf(after) ? [] : [new(path, TextOf(before), TextOf(after))],
    };

    static IEnumerable<DefinitionChange> OfObjects(string path, JsonElement before, JsonElement after)
    {
        string Inner(string name) => path.Length == 0 ? name : $"{path}.{name}";
        foreach (var property in after.EnumerateObject())
        {
            var changes = before.TryGetProperty(property.Name, out var old)
                ? Between(Inner(property.Name), old, property.Value)
                : [new(Inner(property.Name), null, TextOf(property.Value))];
            foreach (var change in changes)
            {
                yield return change;
            }
        }

        foreach (var property in before.EnumerateObject().Where(property => !after.TryGetProperty(property.Name, out _)))
        {
            yield return new(Inner(property.Name), TextOf(property.Value), null);
        }
    }

    static IEnumerable<DefinitionChange> OfLists(string path, IReadOnlyList<(string Name, JsonElement Item)> before, IReadOnlyList<(string Name, JsonElement Item)> after)
    {
        string[] kept = [.. before.Select(entry => entry.Name).Intersect(after.Select(entry => entry.Name))];
        string[] now = [.. after.Select(entry => entry.Name).Where(kept.Contains)];
        if (!kept.SequenceEqual(now))
        {
            yield return new(path, string.Join(", ", kept), string.Join(", ", now));
        }

        foreach (var (name, item) in after)
        {
            var old = before.FirstOrDefault(entry => entry.Name == name);
            foreach (var change in old.Name is null ? [new($"{path}[{name}]", null, TextOf(item))] : Between($"{path}[{name}]", old.Item, item))
            {
                yield return change;
            }
        }

        foreach (var (name, item) in before.Where(entry => !kept.Contains(entry.Name)))
        {
            yield return new($"{path}[{name}]", TextOf(item), null);
        }
    }

    /// <summary>The entries with what each is called; null where one has no name, or shares it with another (a metric by day and by month).</summary>
    static IReadOnlyList<(string Name, JsonElement Item)>? NamesIn(JsonElement list)
    {
        var entries = list.EnumerateArray().Select(item => (Name: NameOf(item), Item: item)).ToList();
        return entries.TrueForAll(entry => entry.Name is not null) && entries.DistinctBy(entry => entry.Name).Count() == entries.Count
            ? [.. entries.Select(entry => (entry.Name!, entry.Item))]
            : null;
    }

    static string? NameOf(JsonElement item)
    {
        if (item.ValueKind is not JsonValueKind.Object)
        {
            return null;
        }

        // A number by day and by month is one metric of two grains; the grain of a day is its default and left out.
        var grain = item.TryGetProperty("period", out _) && item.TryGetProperty("model", out _) ? item.TryGetProperty("grain", out var by) ? $", {by.GetString()}" : ", day" : "";
        return Names.Where(name => item.TryGetProperty(name, out _)).Select(name => $"{item.GetProperty(name).GetString()}{grain}").FirstOrDefault();
    }

    static string TextOf(JsonElement value) => value.ValueKind is JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
