using System.Text.Json.Nodes;

namespace EventedPipelines.Workers.Production.Engine;

/// <summary>A parsed SELECT as DuckDB serializes it (`json_serialize_sql`).</summary>
sealed class SqlTree(JsonObject root, string sql, int linesBefore = 0)
{
    // What DuckDB writes for a node that stands nowhere in the SQL.
    const ulong Nowhere = ulong.MaxValue;

    public JsonObject Root => root;

    public string Sql => sql;

    /// <summary>The outermost query, null for a set operation of several.</summary>
    public JsonObject? Select => Query is { } node && (string?)node["type"] == "SELECT_NODE" ? node : null;

    /// <summary>What stands in the place of a subquery.</summary>
    public JsonObject Statement => root["statements"]![0]!.AsObject();

    JsonObject? Query => root["statements"]?[0]?["node"] as JsonObject;

    /// <summary>Those of the names that the SELECT reads as tables.</summary>
    public IReadOnlyList<string> Reads(IReadOnlyCollection<string> names)
    {
        var tables = Nodes.Where(node => TypeOf(node) == "BASE_TABLE").Select(node => Text(node, "table_name")).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. names.Where(tables.Contains)];
    }

    /// <summary>Every node of the tree, the outer ones first.</summary>
    public IEnumerable<JsonObject> Nodes => Below(root);

    public static IEnumerable<JsonObject> Below(JsonNode? node)
    {
        var open = new Stack<JsonNode?>([node]);
        while (open.TryPop(out var next))
        {
            if (next is JsonObject some)
            {
                yield return some;
            }

            foreach (var child in Children(next).Reverse())
            {
                open.Push(child);
            }
        }
    }

    public static string TypeOf(JsonObject node) => node["type"] is JsonValue value && value.TryGetValue<string>(out var type) ? type : "";

    public static string Text(JsonObject node, string property) => node[property] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    /// <summary>The 1-based line of the SQL that the node comes from, not counting what was put in front of an expression.</summary>
    public int? LineOf(JsonObject node) =>
        node["query_location"] is JsonValue value && value.TryGetValue<ulong>(out var at) && at != Nowhere ? Math.Max(1, Workers.Production.Engine.Sql.LineAt(sql, (long)at) - linesBefore) : null;

    static IEnumerable<JsonNode?> Children(JsonNode? node) => node switch
    {
        JsonObject some => some.Select(property => property.Value),
        JsonArray list => list,
        _ => [],
    };
}
