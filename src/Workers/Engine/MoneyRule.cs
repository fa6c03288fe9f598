using System.Text.Json.Nodes;

namespace EventedPipelines.Workers.Engine;

/// <summary>
/// Finds a binary float that is cast to a decimal inside SQL (domain.md 2.10): its result type no longer tells. Each such cast is
/// replaced by one that DuckDB's binder refuses where the value is a float, and the SELECT is bound, not run. So `a / b`, `avg(a)` and
/// a float column are found through CTEs and aliases as well.
/// </summary>
static class MoneyRule
{
    const string Trap = "float_into_money";

    // struct_extract wants a key known while binding, as typeof is; the key for a float does not exist.
    const string Exactly = $$"""select struct_extract({'exact': placeholder}, case when typeof(placeholder) in ('DOUBLE', 'FLOAT') then '{{Trap}}' else 'exact' end)""";

    /// <summary>
    /// Whether a float becomes a decimal anywhere but in the outermost cast of a result column named in <paramref name="ratios"/>.
    /// <paramref name="suffix"/> completes the SELECT of an expression with its FROM.
    /// </summary>
    public static async Task<bool> IsBrokenAsync(EngineSession session, SqlTree tree, IReadOnlyCollection<string> ratios, string suffix, CancellationToken cancellation)
    {
        var rewritten = tree.Root.DeepClone().AsObject();
        var free = OutermostCasts(new(rewritten, tree.Sql), ratios);
        var suspects = SqlTree.Below(rewritten).Where(node => IsConversion(node) && !free.Contains(node)).ToList();
        if (suspects.Count == 0)
        {
            return false;
        }

        var trap = JsonNode.Parse((await session.QueryAsync("select json_serialize_sql(cast($1 as varchar))", reader => reader.GetString(0), cancellation, Exactly))[0])!;
        var guard = trap["statements"]![0]!["node"]!["select_list"]![0]!.AsObject();

        // The innermost first: a guard holds copies of what it guards.
        suspects.Reverse();
        suspects.ForEach(node => Guard(node, guard));
        try
        {
            var sql = (await session.QueryAsync("select json_deserialize_sql(cast($1 as json))", reader => reader.GetString(0), cancellation, rewritten.ToJsonString()))[0];
            await session.DescribeAsync(sql + suffix, cancellation);
            return false;
        }
        catch (EngineException error) when (error.Detail.Contains(Trap, StringComparison.Ordinal))
        {
            return true;
        }
        catch (EngineException)
        {
            // A construct that DuckDB cannot write back: what remains is to look for the division itself.
            return SqlTree.Below(tree.Root).Any(node => IsConversion(node) && HasDivision(node));
        }
    }

    static bool IsConversion(JsonObject node) =>
        (SqlTree.TypeOf(node) == "OPERATOR_CAST" && (string?)node["cast_type"]?["id"] == "DECIMAL")
        || (SqlTree.TypeOf(node) == "FUNCTION" && SqlTree.Text(node, "function_name") == EngineMacros.MoneyShare);

    static HashSet<JsonObject> OutermostCasts(SqlTree tree, IReadOnlyCollection<string> ratios) =>
        (tree.Select?["select_list"] as JsonArray ?? [])
            .OfType<JsonObject>()
            .Where(column => IsConversion(column) && ratios.Contains(SqlTree.Text(column, "alias"), StringComparer.OrdinalIgnoreCase))
            .ToHashSet();

    static bool HasDivision(JsonObject conversion) =>
        SqlTree.Below(conversion).Any(node => SqlTree.TypeOf(node) == "FUNCTION" && SqlTree.Text(node, "function_name") is "/" or "avg" or "mean" or "divide");

    static void Guard(JsonObject conversion, JsonObject guard)
    {
        if (conversion["child"] is JsonObject child)
        {
            conversion["child"] = Guarded(child, guard);
        }
        else if (conversion["children"] is JsonArray arguments)
        {
            conversion["children"] = new JsonArray([.. arguments.Select(argument => Guarded(argument!.AsObject(), guard))]);
        }
    }

    static JsonObject Guarded(JsonObject value, JsonObject guard)
    {
        var copy = guard.DeepClone().AsObject();
        foreach (var placeholder in SqlTree.Below(copy).Where(node => SqlTree.TypeOf(node) == "COLUMN_REF").ToList())
        {
            // The alias is the key of the struct.
            var inside = value.DeepClone();
            inside["alias"] = placeholder["alias"]?.DeepClone();
            placeholder.ReplaceWith(inside);
        }

        return copy;
    }
}
