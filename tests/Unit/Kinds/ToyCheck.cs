using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Workers.Kernel.Yaml;
using EventedPipelines.Workers.Production.Checks;
using EventedPipelines.Workers.Production.Checks.Kinds;

namespace EventedPipelines.Tests.Unit.Kinds;

/// <summary>A check that this project adds: values that are no whole multiple of a number offend.</summary>
sealed class ToyCheck : IRowCheckKind
{
    public CheckKind Kind => new("MultipleOf");

    public string Word => "multiple_of";

    public string Summary => "`columns` are whole multiples of `number`";

    public string Schema => $$"""
        {
          "properties": { "columns": {{CheckKeys.ColumnsSchema}}, "number": { "description": "Of what they are multiples.", "type": "integer", "minimum": 1 } },
          "required": ["columns", "number"]
        }
        """;

    public IReadOnlyList<string> Documentation => ["`columns` are whole multiples of `number`"];

    public CheckSeverity Severity => CheckSeverity.Critical;

    public bool FindsRows(YamlBlock block) => true;

    public CheckDefinition Read(CheckDefinition check, CheckEntry entry) => check with
    {
        Columns = CheckKeys.Columns(entry.Block.Require("columns"), entry),
        Settings = new Dictionary<string, string> { ["number"] = $"{entry.Block.Require("number")?.Count()}" },
    };

    public RowCheck Rule(CheckDefinition check, Contract? contract) => RowCheck.Single("uneven", RowCheck.AnyOf(check.Columns, $"coalesce({{0}} % {check.Settings!["number"]} <> 0, false)"));
}
