using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace EventedPipelines.Workers.Production.Engine;

/// <summary>The rules of <see cref="SqlGuard"/> for the nodes of a parsed SELECT.</summary>
static partial class SqlRules
{
    const string Series = "For a series use unnest(range(...)) in the list of columns.";

    // Those that DuckDB calls constant, and yet they tell of this process and not of the data.
    static readonly string[] Outside =
    [
        "ago", "current_catalog", "current_localtime", "current_localtimestamp", "current_role", "current_setting", "current_user", "get_block_size", "getenv", "getvariable",
        "session_user", "user", "version",
    ];

    // Aggregates that look at a part of the rows, or at them in the order in which threads come to them.
    static readonly string[] Sampling = ["approx_quantile", "approx_top_k", "reservoir_quantile"];

    static readonly string[] RowMakers = ["generate_subscripts", "unlist", "unnest"];

    static readonly string[] Keywords =
    [
        "current_catalog", "current_date", "current_role", "current_schema", "current_time", "current_timestamp", "current_user", "localtime", "localtimestamp", "session_user",
    ];

    /// <summary>One value, as an expression has to give, comes of no function that makes rows.</summary>
    public static void CheckExpression(SqlTree tree, string place)
    {
        if (tree.Nodes.FirstOrDefault(node => SqlTree.TypeOf(node) == "FUNCTION" && RowMakers.Contains(SqlTree.Text(node, "function_name"), StringComparer.OrdinalIgnoreCase)) is { } maker)
        {
            throw Failure.AtLine(place, tree.LineOf(maker), $"{SqlTree.Text(maker, "function_name")}() makes rows, and this is one value.", "Write an expression that gives one value.");
        }
    }

    public static void Check(SqlTree tree, IReadOnlyCollection<string>? relations, IReadOnlySet<string> varying, string place)
    {
        var steps = Steps(tree, place);
        foreach (var node in tree.Nodes)
        {
            if (Broken(node, steps, relations, varying) is var (message, remedy))
            {
                throw Failure.AtLine(place, tree.LineOf(node), message, remedy);
            }
        }
    }

    static (string Message, string Remedy)? Broken(JsonObject node, HashSet<string> steps, IReadOnlyCollection<string>? relations, IReadOnlySet<string> varying) => SqlTree.TypeOf(node) switch
    {
        _ when node["sample"] is JsonObject => ("It takes a random sample.", "Read all rows, so that running it again gives the same result."),
        "TABLE_FUNCTION" => ($"It reads from the table function {SqlTree.Text((JsonObject)node["function"]!, "function_name")}().", $"Read sources and earlier models by their names. {Series}"),
        "SHOW_REF" => ("It describes or shows a table.", "Read the rows of sources and earlier models."),
        "BASE_TABLE" => Table(node, steps, relations),
        "FUNCTION" => Function(SqlTree.Text(node, "function_name"), varying),
        "COLUMN_REF" when node["column_names"] is JsonArray { Count: 1 } names && Keywords.Contains((string?)names[0], StringComparer.OrdinalIgnoreCase) => Varies($"{names[0]}"),
        "VALUE_PARAMETER" => ($"It has a parameter (${SqlTree.Text(node, "identifier")}).", "Take values from the rows that are read."),
        var type when type.StartsWith("WINDOW_", StringComparison.Ordinal) => Function(SqlTree.Text(node, "function_name"), varying),
        _ => null,
    };

    static (string, string)? Table(JsonObject node, HashSet<string> steps, IReadOnlyCollection<string>? relations)
    {
        var name = SqlTree.Text(node, "table_name");
        var isPlain = SqlTree.Text(node, "schema_name").Length == 0 && SqlTree.Text(node, "catalog_name").Length == 0;
        return isPlain && (relations is null ? Plain.IsMatch(name) : relations.Contains(name, StringComparer.OrdinalIgnoreCase) || steps.Contains(name))
            ? null
            : ($"It reads '{name}', which is neither a source of the pipeline nor an earlier model.",
                relations is not { Count: > 0 } ? "Use the columns only." : $"There are: {string.Join(", ", relations.Order(StringComparer.Ordinal))}.");
    }

    static (string, string)? Function(string name, IReadOnlySet<string> varying) => Sampling.Contains(name, StringComparer.OrdinalIgnoreCase)
        ? ($"It uses {name}(), which looks at a sample of the rows.", "Use an exact aggregate, such as quantile_disc, so that running it again gives the same result.")
        : varying.Contains(name) || Outside.Contains(name, StringComparer.OrdinalIgnoreCase) || name.StartsWith("pg_", StringComparison.OrdinalIgnoreCase)
            ? Varies($"{name}()")
            : null;

    static (string, string) Varies(string what) =>
        ($"It uses {what}, which does not come from the data.", "Take dates and values from the rows that are read, so that running it again gives the same result.");

    /// <summary>The names of WITH. Only plain ones: as a name that is a path it would let that path be read elsewhere in the tree.</summary>
    static HashSet<string> Steps(SqlTree tree, string place)
    {
        var steps = tree.Nodes
            .Select(node => node["map"] as JsonArray)
            .OfType<JsonArray>()
            .SelectMany(map => map.OfType<JsonObject>().Select(entry => SqlTree.Text(entry, "key")))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return steps.FirstOrDefault(step => !Plain.IsMatch(step)) is { } odd
            ? throw Failure.Permanent(place, $"WITH defines '{odd}'.", "Use letters, digits and _ in the names of WITH.")
            : steps;
    }

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z")]
    static partial Regex Plain { get; }
}
