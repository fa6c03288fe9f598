using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace EventedPipelines.Workers.Production.Engine;

/// <summary>
/// Finds a binary float on its way to money (domain.md 2.10), whatever it is cast to in between: its result type no longer tells. The
/// SELECT is rewritten and bound, never run, so that floats are found through CTEs, subqueries and aliases as well:
/// <list type="bullet">
/// <item>what becomes a decimal is given to a function that DuckDB's binder refuses where the value is a float;</item>
/// <item>a cast of a float to a whole number or a text is left out, so that the value stays a float until it becomes a decimal.</item>
/// </list>
/// </summary>
static class MoneyRule
{
    const string Trap = "float_into_money";
    const string IsFloat = @"regexp_matches(typeof({0}), '\b(DOUBLE|FLOAT)\b')";

    // struct_extract wants a key known while binding, as typeof is; the key for a float does not exist. The list holds the value once.
    static readonly string Trapped = OfList("given", $"struct_extract({{'exact': __v}}, case when {Float("__v")} then '{Trap}' else 'exact' end)");

    // What DuckDB casts by itself to the type of something else, such as the default of lag().
    static readonly string TrappedUnlessLike = OfList(
        "{'v': given, 'like': other}", $"struct_extract({{'exact': __v.v}}, case when {Float("__v.v")} and not {Float("__v.like")} then '{Trap}' else 'exact' end)");

    static readonly string Clear = OfList("given", $"struct_extract({{'exact': made, 'float': __v}}, case when {Float("__v")} then 'float' else 'exact' end)");

    static readonly string[] Whole = ["TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT"];
    static readonly string[] DecimalNames = ["decimal", "numeric", "dec"];
    static readonly string[] TextMakers = [
        "||", "concat", "concat_ws", "printf", "format", "to_json", "json_object", "json_array", "json_quote", "array_to_json", "row_to_json", "json_group_array", "json_group_object"];
    static readonly string[] Reducers = ["list_reduce", "array_reduce", "reduce"];

    // The first that binds decides; what keeps its text is worth more than what does not bind at all.
    static readonly string[][] Cleared = [[.. Whole, "VARCHAR"], Whole, []];

    // Read only: what is filled in is a copy.
    static readonly ConcurrentDictionary<string, JsonObject> Templates = new(StringComparer.Ordinal);

    /// <summary>
    /// Where a float becomes a decimal anywhere but in the outermost cast of a result column named in <paramref name="ratios"/>, or where
    /// another column is made of one; null where that is nowhere. <paramref name="suffix"/> completes the SELECT of an expression with its FROM.
    /// </summary>
    public static async Task<FloatFound?> FindAsync(EngineSession session, SqlTree tree, IReadOnlyCollection<string> ratios, string suffix, CancellationToken cancellationToken)
    {
        var suspects = Suspects(tree, ratios);
        if (suspects.Count == 0 && !tree.Nodes.Any(node => IsCastTo(node, Whole)))
        {
            return null;
        }

        foreach (var cleared in Cleared)
        {
            if (await BindAsync(session, tree, ratios, cleared, null, suffix, cancellationToken) is { } isBroken)
            {
                return isBroken ? await PlaceAsync(session, tree, ratios, cleared, suspects, suffix, cancellationToken) : null;
            }
        }

        // A construct that DuckDB cannot write back: what remains is to look for the division itself.
        return tree.Nodes.FirstOrDefault(node => IsConversion(node) && HasDivision(node)) is { } conversion ? new(tree.LineOf(conversion)) : null;
    }

    /// <summary>
    /// The columns of a SELECT that are floats as soon as casts to whole numbers and texts are left out; empty where it then does not bind. Whoever makes money of such a column,
    /// in a model of another step, makes it of a float.
    /// </summary>
    public static async Task<IReadOnlyList<string>> FloatsAsync(EngineSession session, SqlTree tree, CancellationToken cancellationToken)
    {
        foreach (var cleared in Cleared)
        {
            try
            {
                return [.. (await session.DescribeAsync(await RewrittenAsync(session, tree, cleared, _ => [], cancellationToken), cancellationToken))
                    .Where(column => ColumnType.Parse(column.Type).Family is TypeFamily.Float).Select(column => column.Name)];
            }
            catch (EngineException)
            {
                // With less left out it may bind.
            }
        }

        return [];
    }

    /// <summary>The SQL with casts left out and what becomes a decimal guarded.</summary>
    static async Task<string> RewrittenAsync(EngineSession session, SqlTree tree, string[] cleared, Func<SqlTree, IEnumerable<JsonObject>> suspects, CancellationToken cancellationToken)
    {
        var trap = await TemplateAsync(session, Trapped, cancellationToken);
        var trapUnlessLike = await TemplateAsync(session, TrappedUnlessLike, cancellationToken);
        var clear = await TemplateAsync(session, Clear, cancellationToken);
        var rewritten = new SqlTree(tree.Root.DeepClone().AsObject(), tree.Sql);
        var trapped = suspects(rewritten).ToHashSet();

        // The innermost first: what stands around a value holds a copy of it.
        foreach (var node in rewritten.Nodes.Reverse().ToList())
        {
            if (trapped.Contains(node))
            {
                Guard(node, trap, trapUnlessLike);
            }
            else if (IsCastTo(node, cleared))
            {
                Replace(node, Filled(clear, ("given", node["child"]!), ("made", Made(node))));
            }
        }

        return (await session.QueryAsync("select json_deserialize_sql(cast($1 as json))", reader => reader.GetString(0), cancellationToken, rewritten.Root.ToJsonString()))[0];
    }

    static async Task<FloatFound> PlaceAsync(
        EngineSession session, SqlTree tree, IReadOnlyCollection<string> ratios, string[] cleared, List<JsonObject> suspects, string suffix, CancellationToken cancellationToken)
    {
        foreach (var (nth, suspect) in suspects.Index())
        {
            if (await BindAsync(session, tree, ratios, cleared, nth, suffix, cancellationToken) is true)
            {
                return new(tree.LineOf(suspect));
            }
        }

        return new(null);
    }

    /// <summary>Whether the rewritten SELECT has a float where money is; null where it does not bind for another reason.</summary>
    static async Task<bool?> BindAsync(
        EngineSession session, SqlTree tree, IReadOnlyCollection<string> ratios, string[] cleared, int? only, string suffix, CancellationToken cancellationToken)
    {
        try
        {
            var sql = await RewrittenAsync(session, tree, cleared, rewritten => Suspects(rewritten, ratios) is var suspects && only is { } nth ? [suspects[nth]] : suspects, cancellationToken);
            var given = await session.DescribeAsync(sql + suffix, cancellationToken);
            return only is null && given.Any(column => IsOpen(column, ratios))
                && HasHiddenFloat(given, await session.DescribeAsync(tree.Sql.TrimEnd().TrimEnd(';') + suffix, cancellationToken), ratios);
        }
        catch (EngineException error)
        {
            return error.Detail.Contains(Trap, StringComparison.Ordinal) ? true : null;
        }
    }

    // An exact column of money that is a float as soon as the casts in it are left out. What is a float openly is refused where it is published.
    static bool HasHiddenFloat(List<(string Name, string Type)> cleared, List<(string Name, string Type)> given, IReadOnlyCollection<string> ratios) =>
        given.Zip(cleared).Any(pair => ColumnType.Parse(pair.First.Type).IsExact && IsOpen(pair.Second, ratios));

    static bool IsOpen((string Name, string Type) column, IReadOnlyCollection<string> ratios) =>
        ColumnType.Parse(column.Type).Family is TypeFamily.Float && !ratios.Contains(column.Name, StringComparer.OrdinalIgnoreCase) && !ratios.Contains(EveryWhole);

    /// <summary>Among the ratios of a model whose columns nobody declared: whole numbers of it may be made of floats.</summary>
    public const string EveryWhole = "*";

    /// <summary>What becomes a decimal, the outer ones first: the same ones in the same order for every copy of a tree.</summary>
    static List<JsonObject> Suspects(SqlTree tree, IReadOnlyCollection<string> ratios)
    {
        var free = OutermostCasts(tree, ratios);
        var conversions = tree.Nodes.Where(node => IsConversion(node) && !free.Contains(node)).ToList();
        var texts = conversions.SelectMany(conversion => SqlTree.Below(conversion).Where(node => IsFunction(node, TextMakers)));
        var implicitly = tree.Nodes.Where(node => SqlTree.TypeOf(node) is "WINDOW_LAG" or "WINDOW_LEAD" || IsFunction(node, Reducers) || SqlTree.TypeOf(node) == "RECURSIVE_CTE_NODE");
        return [.. conversions.Concat(texts).Concat(implicitly).Distinct()];
    }

    static bool IsConversion(JsonObject node) =>
        (SqlTree.TypeOf(node) == "OPERATOR_CAST" && SqlTree.Below(node["cast_type"]).Any(IsDecimal)) || IsFunction(node, [EngineMacros.MoneyShare]);

    static bool IsDecimal(JsonObject type) => SqlTree.Text(type, "id") switch
    {
        "DECIMAL" => true,
        "UNBOUND" => SqlTree.Below(type["type_info"]).Any(info => DecimalNames.Contains(SqlTree.Text(info, "name"), StringComparer.OrdinalIgnoreCase)),
        _ => false,
    };

    static bool IsCastTo(JsonObject node, string[] types) => SqlTree.TypeOf(node) == "OPERATOR_CAST" && types.Contains((string?)node["cast_type"]?["id"]);

    static bool IsFunction(JsonObject node, string[] names) =>
        SqlTree.TypeOf(node) == "FUNCTION" && names.Contains(SqlTree.Text(node, "function_name"), StringComparer.OrdinalIgnoreCase);

    static HashSet<JsonObject> OutermostCasts(SqlTree tree, IReadOnlyCollection<string> ratios) =>
        (tree.Select?["select_list"] as JsonArray ?? [])
            .OfType<JsonObject>()
            .Where(column => IsConversion(column) && ratios.Contains(SqlTree.Text(column, "alias"), StringComparer.OrdinalIgnoreCase))
            .ToHashSet();

    static bool HasDivision(JsonObject conversion) => SqlTree.Below(conversion).Any(node => IsFunction(node, ["/", "avg", "mean", "divide"]));

    static void Guard(JsonObject node, JsonObject trap, JsonObject trapUnlessLike)
    {
        switch (SqlTree.TypeOf(node))
        {
            case "OPERATOR_CAST":
                Replace(node["child"]!.AsObject(), Filled(trap, ("given", node["child"]!)));
                break;
            case "WINDOW_LAG" or "WINDOW_LEAD" when node["default_expr"] is JsonObject unlessThere && node["children"] is JsonArray { Count: > 0 } of:
                Replace(unlessThere, Filled(trapUnlessLike, ("given", unlessThere), ("other", of[0]!)));
                break;
            case "RECURSIVE_CTE_NODE":
                All(node["right"]?["select_list"], trap);
                break;
            case "FUNCTION" when IsFunction(node, Reducers) && node["children"] is JsonArray { Count: > 1 } arguments && arguments[1]!["expr"] is JsonObject step:
                Replace(step, Filled(trapUnlessLike, ("given", step), ("other", arguments[0]!)));
                break;
            case "FUNCTION":
                All(node["children"], trap);
                break;
            default:
                break;
        }
    }

    static void All(JsonNode? list, JsonObject trap)
    {
        foreach (var value in (list as JsonArray ?? []).OfType<JsonObject>().Where(value => SqlTree.TypeOf(value) != "STAR").ToList())
        {
            Replace(value, Filled(trap, ("given", value)));
        }
    }

    // The alias is that of the place, such as a result column's, not the value's.
    static void Replace(JsonObject value, JsonObject with)
    {
        with["alias"] = value["alias"]?.DeepClone();
        value.ReplaceWith(with);
    }

    static JsonObject Made(JsonObject cast)
    {
        var made = cast.DeepClone().AsObject();
        made["child"] = JsonNode.Parse("""{"class": "COLUMN_REF", "type": "COLUMN_REF", "alias": "", "query_location": 0, "column_names": ["__v"]}""");
        return made;
    }

    static JsonObject Filled(JsonObject template, params (string Name, JsonNode Value)[] values)
    {
        var copy = template.DeepClone().AsObject();
        var places = SqlTree.Below(copy).Where(node => SqlTree.TypeOf(node) == "COLUMN_REF").ToList();
        foreach (var place in places)
        {
            if (values.FirstOrDefault(value => (string?)place["column_names"]?[0] == value.Name).Value is { } value)
            {
                var inside = value.DeepClone();
                inside["alias"] = place["alias"]?.DeepClone();
                place.ReplaceWith(inside);
            }
        }

        return copy;
    }

    static async Task<JsonObject> TemplateAsync(EngineSession session, string sql, CancellationToken cancellationToken) =>
        Templates.GetValueOrDefault(sql)
            ?? (Templates[sql] = JsonNode.Parse((await session.QueryAsync("select json_serialize_sql(cast($1 as varchar))", reader => reader.GetString(0), cancellationToken, $"select {sql}"))[0])!
            ["statements"]![0]!["node"]!["select_list"]![0]!.AsObject());

    static string OfList(string values, string each) => $"list_extract(list_transform([{values}], lambda __v: {each}), 1)";

    static string Float(string value) => IsFloat.Replace("{0}", value, StringComparison.Ordinal);
}

/// <summary>A float on its way to money, with the line of the SQL where it is known.</summary>
sealed record FloatFound(int? Line);
