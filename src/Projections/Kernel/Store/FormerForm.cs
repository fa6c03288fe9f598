using System.Text.Json;
using System.Text.Json.Nodes;
using Marten.Services.Json.Transformations;

namespace EventedPipelines.Projections.Kernel.Store;

/// <summary>A form in which an event was stored once: under a name of its own, and with a body that becomes today's (domain.md 8.1a).</summary>
/// <param name="Name">Nothing is written under it any more. Today's form has another: one name for two forms would corrupt silently.</param>
/// <param name="Event">What it is read as.</param>
/// <param name="Today">Today's body of a body of then, which it may change.</param>
public sealed record FormerForm(string Name, Type Event, Func<JsonObject, JsonObject> Today)
{
    public object Read(string body) =>
        JsonSerializer.Deserialize(Today(JsonNode.Parse(body)!.AsObject()), Event, StoredJson.Options) ?? throw new JsonException($"An event '{Name}' is stored as null.");

    /// <summary>As Marten asks for it.</summary>
    internal JsonTransformation Transformation => new((_, row, column) => Read(row.GetString(column)));
}
