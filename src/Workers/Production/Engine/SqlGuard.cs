using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using EventedPipelines.Domain.Catalog.Pipelines;

namespace EventedPipelines.Workers.Production.Engine;

/// <summary>
/// What SQL of the workspace may say: one SELECT over the relations it is given, or one expression over their columns. It calls no
/// table function, names no path, has no parameters, and gives the same rows for the same input. Everything else is a permanent error
/// with the line; the configuration of <see cref="ModelEngine"/> is the second wall.
/// </summary>
static class SqlGuard
{
    const string Parse = "select json_serialize_sql(cast($1 as varchar))";

    const int MostKept = 10_000;

    // The same SQL is asked for in every run.
    static readonly ConcurrentDictionary<string, SqlTree> Kept = new(StringComparer.Ordinal);

    static IReadOnlySet<string>? _varying;

    /// <summary>
    /// Reads a model's SQL. <paramref name="relations"/> are the names it may read, null for whatever it reads; in the place of calls of the <paramref name="macros"/>, each after
    /// those that it calls, the tree has their bodies.
    /// </summary>
    public static async Task<SqlTree> SelectAsync(
        EngineSession session, string sql, IReadOnlyCollection<string>? relations, string place, CancellationToken cancellationToken, IReadOnlyList<MacroDefinition>? macros = null)
    {
        var key = $"{string.Join(',', relations ?? ["*"])}\n{string.Join('\n', (macros ?? []).Select(KeyOf))}\n{sql}";
        if (Kept.TryGetValue(key, out var known))
        {
            return known;
        }

        var tree = await ParseAsync(session, sql, 0, place, cancellationToken);
        MacroSql.Expand(tree, await BodiesAsync(session, macros ?? [], cancellationToken), place);
        SqlRules.Check(tree, relations, await VaryingAsync(session, cancellationToken), place);
        return Keep(key, tree);
    }

    /// <summary>Whether a macro says only what a model may say, whatever it reads; it comes after those that it calls, and is the last.</summary>
    public static async Task MacroAsync(EngineSession session, IReadOnlyList<MacroDefinition> macros, CancellationToken cancellationToken)
    {
        var (macro, body) = (await BodiesAsync(session, macros, cancellationToken))[macros[^1].Name];
        SqlRules.Check(body, null, await VaryingAsync(session, cancellationToken), MacroSql.PlaceOf(macro));
    }

    static string KeyOf(MacroDefinition macro) => $"{macro.Name}({string.Join(',', macro.Parameters)}) {macro.GivesRows} {macro.Body}";

    static async Task<Dictionary<string, (MacroDefinition Macro, SqlTree Body)>> BodiesAsync(EngineSession session, IReadOnlyList<MacroDefinition> macros, CancellationToken cancellationToken)
    {
        var bodies = new Dictionary<string, (MacroDefinition, SqlTree)>(StringComparer.OrdinalIgnoreCase);
        foreach (var macro in macros)
        {
            var place = MacroSql.PlaceOf(macro);
            var body = macro.GivesRows ? await ParseAsync(session, macro.Body, 0, place, cancellationToken) : await OneExpressionAsync(session, macro.Body, place, cancellationToken);
            MacroSql.Expand(body, bodies, place);
            bodies[macro.Name] = (macro, body);
        }

        return bodies;
    }

    /// <summary>Reads one expression, such as a split, a refund predicate, a total.</summary>
    public static async Task<SqlTree> ExpressionAsync(EngineSession session, string expression, string place, CancellationToken cancellationToken)
    {
        var key = $"= {expression}";
        if (Kept.TryGetValue(key, out var known))
        {
            return known;
        }

        var tree = await OneExpressionAsync(session, expression, place, cancellationToken);
        SqlRules.CheckExpression(tree, place);
        SqlRules.Check(tree, [], await VaryingAsync(session, cancellationToken), place);
        return Keep(key, tree);
    }

    static async Task<SqlTree> OneExpressionAsync(EngineSession session, string expression, string place, CancellationToken cancellationToken)
    {
        var tree = await ParseAsync(session, $"select\n{expression}\n", 1, place, cancellationToken);
        return IsOneExpression(tree) ? tree : throw Failure.Permanent(place, $"'{expression}' is not one expression.", "Write a single expression over the columns, without a name, FROM or WHERE.");
    }

    // Walked through once, the tree is only read from then on, and so by many at a time.
    static SqlTree Keep(string key, SqlTree tree)
    {
        if (Kept.Count >= MostKept)
        {
            Kept.Clear();
        }

        var walked = tree.Nodes.ToList();
        return walked.Count > 0 ? Kept[key] = tree : tree;
    }

    static async Task<SqlTree> ParseAsync(EngineSession session, string sql, int linesBefore, string place, CancellationToken cancellationToken)
    {
        var json = (await session.QueryAsync(Parse, reader => reader.GetString(0), cancellationToken, sql))[0];
        var root = TreeOf(json, place);
        var isSyntax = SqlTree.Text(root, "error_type") == "parser";
        if (isSyntax)
        {
            // The parser counts characters, all others count bytes.
            var at = int.TryParse(SqlTree.Text(root, "position"), out var position) ? Math.Min(position, sql.AsSpan().TrimEnd().Length) : 0;
            throw Failure.AtLine(place, Math.Max(1, 1 + sql.AsSpan(0, at).Count('\n') - linesBefore), $"{Capital(SqlTree.Text(root, "error_message"))}.", "Correct the SQL (DuckDB's dialect).");
        }

        var statements = (root["statements"] as JsonArray)?.Count ?? 0;
        return statements switch
        {
            1 => new(root, sql, linesBefore),
            0 => throw Failure.Permanent(place, "This is not a SELECT.", "Write one SELECT; a statement that changes, attaches, copies or sets something is never run."),
            _ => throw Failure.Permanent(place, $"These are {statements} statements.", "Write one SELECT; use WITH for its steps."),
        };
    }

    // Every number has to be one of JSON, which infinity is not.
    static JsonObject TreeOf(string json, string place)
    {
        try
        {
            return JsonNode.Parse(json, documentOptions: new() { MaxDepth = 1000 })!.AsObject();
        }
        catch (JsonException error)
        {
            throw Failure.Permanent(place, "It has a number that is too large to be one, or is nested too deeply.", "Write numbers below 1e308, and fewer levels.", error);
        }
    }

    static bool IsOneExpression(SqlTree tree)
    {
        string[] absent = ["where_clause", "having", "qualify", "sample"];
        string[] empty = ["modifiers", "group_expressions", "group_sets"];
        return tree.Select is { } select
            && select["select_list"] is JsonArray { Count: 1 } list
            && list[0] is JsonObject only && SqlTree.Text(only, "alias").Length == 0
            && select["from_table"] is JsonObject from && SqlTree.TypeOf(from) == "EMPTY"
            && absent.All(part => select[part] is null)
            && empty.All(part => select[part] is JsonArray { Count: 0 })
            && select["cte_map"]?["map"] is JsonArray { Count: 0 };
    }

    // The same for every instance of the process, and 10 ms to ask.
    static async Task<IReadOnlySet<string>> VaryingAsync(EngineSession session, CancellationToken cancellationToken) =>
        _varying ??= (await session.QueryAsync(
            "select distinct function_name from duckdb_functions() where function_type = 'scalar' and stability <> 'CONSISTENT'",
            reader => reader.GetString(0),
            cancellationToken)).ToHashSet(StringComparer.OrdinalIgnoreCase);

    static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
