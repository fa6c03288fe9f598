using EventedPipelines.Workers.Kernel.Yaml;
using EventedPipelines.Workers.Production.Checks.Kinds;

namespace EventedPipelines.Workers.Production.Checks;

/// <summary>Keys that more than one kind of check has.</summary>
static class CheckKeys
{
    /// <summary>Of `columns`.</summary>
    public const string ColumnsSchema = """{ "description": "The columns that are looked at.", "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/identifier" }, "uniqueItems": true }""";

    /// <summary>Of `column`.</summary>
    public static string DateSchema(string description) => $$"""{ "description": "{{description}}", "$ref": "#/$defs/identifier" }""";

    public static IReadOnlyList<string> Columns(YamlValue? given, CheckEntry entry) => Bound(PipelineScope.ColumnsIn(given, entry.Target), given, entry);

    /// <summary>Those that are given, else the key of what is looked at.</summary>
    public static IReadOnlyList<string> ColumnsOrKey(CheckEntry entry)
    {
        if (entry.Block.Find("columns") is { } given)
        {
            return Columns(given, entry);
        }

        if (entry.Target is { Columns: not null, Key.Count: 0 } target)
        {
            entry.Item.Problem($"'{target.Id}' declares no key that the check could look at.", "Add `columns` to the check, or `key` to the contract.");
        }

        return entry.Target?.Key ?? [];
    }

    public static IReadOnlyList<string> Date(YamlValue? given, CheckEntry entry)
    {
        var column = PipelineScope.ColumnIn(given, entry.Target);
        if (column is not null and not { Type: "date" or "timestamp" })
        {
            given!.Problem($"'{column.Name}' is {column.Type}, not a date.", "Name a column of type date or timestamp.");
        }

        return given?.Text() is { } name ? Bound([name], given, entry) : [];
    }

    /// <summary>Where nobody declared the columns, the SQL itself has to tell whether they are there.</summary>
    public static IReadOnlyList<string> Bound(IReadOnlyList<string> columns, YamlValue? given, CheckEntry entry)
    {
        if (entry.Target is { IsModel: true, IsPublished: false } target)
        {
            entry.Scope.Sql.AddRange(columns.Select(column => new SqlPiece(given!.Place, target.Id, column, SqlUse.Column)));
        }

        return columns;
    }
}
