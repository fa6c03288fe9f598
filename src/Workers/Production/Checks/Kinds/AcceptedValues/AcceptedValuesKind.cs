using System.Globalization;
using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Workers.Kernel.Yaml;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Checks.Kinds.AcceptedValues;

sealed class AcceptedValuesKind : IRowCheckKind
{
    const int MostTold = 20;

    public CheckKind Kind => new("AcceptedValues");

    public string Word => "accepted_values";

    public string Summary => "one column of `columns` has no other than these `values`";

    public string Schema => $$"""
        {
          "properties": {
            "columns": {{CheckKeys.ColumnsSchema}},
            "values": { "description": "The values that the column may have.", "type": "array", "minItems": 1, "items": { "type": ["string", "number", "boolean"] } }
          },
          "required": ["columns", "values"]
        }
        """;

    public IReadOnlyList<string> Documentation => ["the one column of `columns` has no other than these `values`. Null is no value: `not_null` looks for it"];

    public bool FindsRows(YamlBlock block) => true;

    public CheckDefinition Read(CheckDefinition check, CheckEntry entry)
    {
        var given = entry.Block.Require("columns");
        var columns = CheckKeys.Columns(given, entry);
        if (columns.Count > 1)
        {
            given!.Problem("The values are those of one column.", "Name one column, and write a check for each.");
        }

        return check with { Columns = columns, Values = [.. (entry.Block.Require("values")?.Items() ?? []).Select(value => value.Text()).OfType<string>()] };
    }

    public RowCheck Rule(CheckDefinition check, Contract? contract) =>
        RowCheck.Single("other", RowCheck.AnyOf(check.Columns, $"coalesce(cast({{0}} as varchar) not in ({Sql.List((check.Values ?? []).Select(Sql.Text))}), false)"));

    /// <summary>The other values themselves, the frequent ones first.</summary>
    public async Task<Dictionary<string, long>> DetailsAsync(CheckStage stage, CheckDefinition check, Dictionary<string, long> counted, string rows, RowCheck rule) =>
        counted["other"] == 0
            ? counted
            : (await stage.QueryAsync(
                $"select cast({Sql.Name(check.Columns[0])} as varchar), count(*) from {rows} where {rule.Offends} group by 1 order by 2 desc, 1 limit {MostTold.ToString(CultureInfo.InvariantCulture)}",
                reader => (Value: reader.GetString(0), Count: reader.GetInt64(1)))).ToDictionary(other => other.Value, other => other.Count);
}
