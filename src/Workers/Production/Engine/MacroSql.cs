using System.Text.Json.Nodes;
using EventedPipelines.Domain.Catalog.Pipelines;

namespace EventedPipelines.Workers.Production.Engine;

/// <summary>
/// Macros of the workspace. The engine runs a model's SQL as it stands, with its macros in the session; whoever judges the SQL sees their bodies in the place of the
/// calls, so that what a model must not say no macro says for it.
/// </summary>
static class MacroSql
{
    const string Remedy = "Correct the macro (DuckDB's dialect).";

    public static string PlaceOf(MacroDefinition macro) => $"macro '{macro.Name}'";

    /// <summary>Makes them known to the session. What they read has to be there: an error is permanent, at the line of the body.</summary>
    public static async Task CreateAsync(EngineSession session, IReadOnlyList<MacroDefinition>? macros, CancellationToken cancellationToken)
    {
        foreach (var macro in macros ?? [])
        {
            var start = $"create or replace temp macro {Sql.Name(macro.Name)}({Sql.List(macro.Parameters.Select(Sql.Name))}) as {(macro.GivesRows ? "table" : "(")}\n";
            try
            {
                await session.ExecuteAsync($"{start}{macro.Body}\n{(macro.GivesRows ? "" : ")")}", cancellationToken);
            }
            catch (EngineException error)
            {
                throw Failure.Of(error, PlaceOf(macro), Remedy, error.LineIn(start, macro.Body));
            }
        }
    }

    public static async Task DropAsync(EngineSession session, IReadOnlyList<MacroDefinition>? macros, CancellationToken cancellationToken)
    {
        foreach (var macro in (macros ?? []).Reverse())
        {
            await session.ExecuteAsync($"drop macro {(macro.GivesRows ? "table " : "")}if exists temp.{Sql.Name(macro.Name)}", cancellationToken);
        }
    }

    /// <summary>Puts the bodies in the place of all calls; each of them is read already. A call that is none of the macro's, by its arguments, is a permanent error.</summary>
    public static void Expand(SqlTree tree, IReadOnlyDictionary<string, (MacroDefinition Macro, SqlTree Body)> macros, string place)
    {
        // The innermost first: arguments have calls as well.
        foreach (var node in tree.Nodes.Reverse().ToList())
        {
            var isTable = SqlTree.TypeOf(node) == "TABLE_FUNCTION";
            var call = isTable ? node["function"] as JsonObject : SqlTree.TypeOf(node) == "FUNCTION" ? node : null;
            if (call is null || !macros.TryGetValue(SqlTree.Text(call, "function_name"), out var known) || known.Macro.GivesRows != isTable)
            {
                continue;
            }

            var with = Filled(known.Macro, known.Macro.GivesRows ? known.Body.Statement : known.Body.Select!["select_list"]![0]!.AsObject(), call, tree, place);
            node.ReplaceWith(isTable ? Rows(node, call, with) : Named(with, node));
        }
    }

    static JsonObject Filled(MacroDefinition macro, JsonObject body, JsonObject call, SqlTree tree, string place)
    {
        var arguments = (call["children"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        if (arguments.Count != macro.Parameters.Count || arguments.Exists(argument => SqlTree.Text(argument, "alias").Length > 0))
        {
            throw Failure.AtLine(
                place, tree.LineOf(call), $"{macro.Name}() takes {(macro.Parameters.Count == 0 ? "nothing" : Sql.List(macro.Parameters))}.", "Give its arguments in this order, all of them and without names.");
        }

        // In a holder, since a node can only be replaced in what it is part of.
        var holder = new JsonObject { ["body"] = body.DeepClone() };
        foreach (var node in SqlTree.Below(holder).ToList())
        {
            if (node.ContainsKey("query_location"))
            {
                node["query_location"] = call["query_location"]?.DeepClone();
            }

            if (SqlTree.TypeOf(node) == "COLUMN_REF" && node["column_names"] is JsonArray { Count: 1 } names && At(macro, (string?)names[0]) is >= 0 and var at)
            {
                node.ReplaceWith(Named(arguments[at].DeepClone().AsObject(), node));
            }
        }

        var filled = holder["body"]!.AsObject();
        holder.Remove("body");
        return filled;
    }

    static int At(MacroDefinition macro, string? name) => macro.Parameters.Index().Where(parameter => string.Equals(parameter.Item, name, StringComparison.OrdinalIgnoreCase))
        .Select(parameter => parameter.Index).DefaultIfEmpty(-1).First();

    static JsonObject Named(JsonObject value, JsonObject place)
    {
        value["alias"] = place["alias"]?.DeepClone();
        return value;
    }

    static JsonObject Rows(JsonObject node, JsonObject call, JsonObject select) => new()
    {
        ["type"] = "SUBQUERY",
        ["alias"] = SqlTree.Text(node, "alias") is { Length: > 0 } alias ? alias : SqlTree.Text(call, "function_name"),
        ["sample"] = node["sample"]?.DeepClone(),
        ["query_location"] = node["query_location"]?.DeepClone(),
        ["subquery"] = select,
        ["column_name_alias"] = node["column_name_alias"]?.DeepClone(),
    };
}
