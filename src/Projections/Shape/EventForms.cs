using System.Collections.Frozen;
using System.Text.Json;
using EventedPipelines.Projections.Kernel.Store;

namespace EventedPipelines.Projections.Shape;

/// <summary>Every name that an event is or was stored under, and how its body is read (domain.md 8.1a).</summary>
public static class EventForms
{
    static readonly FrozenDictionary<string, Type> Today = EventNames.All.ToFrozenDictionary(named => named.Value, named => named.Key, StringComparer.Ordinal);
    static readonly FrozenDictionary<string, FormerForm> Former = FormerForms.All.ToFrozenDictionary(form => form.Name, StringComparer.Ordinal);

    public static IEnumerable<string> Names => [.. Today.Keys, .. Former.Keys];

    /// <summary>All names that events of these types are or were stored under.</summary>
    public static IEnumerable<string> NamesOf(IReadOnlyCollection<Type> events) =>
        [.. Today.Where(named => events.Contains(named.Value)).Select(named => named.Key), .. Former.Values.Where(form => events.Contains(form.Event)).Select(form => form.Name)];

    /// <summary>The event in today's form.</summary>
    /// <param name="name">As it is stored.</param>
    /// <param name="body">Its JSON, as it is stored.</param>
    /// <exception cref="JsonException">There is no such event, or its body lacks what it must have.</exception>
    public static object Read(string name, string body) => Former.GetValueOrDefault(name) is { } form ? form.Read(body)
        : Today.GetValueOrDefault(name) is not { } type ? throw new JsonException($"There is no event '{name}'.")
        : JsonSerializer.Deserialize(body, type, StoredJson.Options) ?? throw new JsonException($"An event '{name}' is stored as null.");
}
