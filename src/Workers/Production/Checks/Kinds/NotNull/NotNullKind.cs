using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Workers.Kernel.Yaml;

namespace EventedPipelines.Workers.Production.Checks.Kinds.NotNull;

sealed class NotNullKind : IRowCheckKind
{
    public CheckKind Kind => new("NotNull");

    public string Word => "not_null";

    public string Summary => "none of `columns` is null";

    public string Schema => $$"""{ "properties": { "columns": {{CheckKeys.ColumnsSchema}} }, "required": ["columns"] }""";

    public IReadOnlyList<string> Documentation => ["none of `columns` is null. Where one of several cannot be computed because of a source without anything to say, the others are still looked at"];

    public bool FindsRows(YamlBlock block) => true;

    public CheckDefinition Read(CheckDefinition check, CheckEntry entry) => check with { Columns = CheckKeys.Columns(entry.Block.Require("columns"), entry) };

    public RowCheck Rule(CheckDefinition check, Contract? contract) => RowCheck.Single("null", RowCheck.AnyOf(check.Columns, "{0} is null"));

    public CheckDefinition Without(CheckDefinition check, IReadOnlyCollection<string> columns) =>
        check.Columns.Except(columns, StringComparer.OrdinalIgnoreCase).ToList() is { Count: > 0 } others ? check with { Columns = others } : check;
}
