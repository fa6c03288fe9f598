using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Workers.Kernel.Yaml;
using EventedPipelines.Workers.Production.Engine;
using EventedPipelines.Workers.Production.Runs;

namespace EventedPipelines.Workers.Production.Checks.Kinds.Duplicates;

/// <summary>
/// Of rows with one key the first in the order of the file stays. It looks at the rows that other checks have left: of two with one key, one of them set
/// apart, the other stays.
/// </summary>
sealed class DuplicatesKind : IComparedCheckKind
{
    // Set by From beside the columns: the row's number among those with its key, and whether it is the first one again.
    const string Nth = "__nth";
    const string Same = "__same";

    public CheckKind Kind => CheckKind.Duplicates;

    public string Word => "duplicates";

    public string Summary => "sets apart the repeated ones of rows with the same `columns` (or key)";

    public string Schema => $$"""{ "properties": { "columns": {{CheckKeys.ColumnsSchema}}, "action": { "const": "quarantine" } } }""";

    public IReadOnlyList<string> Documentation => ["rows with the same `columns` (or key), of which the first stays. Two nulls are the same"];

    public CheckTarget Target => CheckTarget.Source;

    public CheckSeverity Severity => CheckSeverity.Warn;

    public bool IsOfWhatIsLeft => true;

    public bool FindsRows(YamlBlock block) => true;

    public CheckDefinition Read(CheckDefinition check, CheckEntry entry)
    {
        if (check.Action is not CheckAction.Quarantine)
        {
            entry.Action!.Problem("Duplicates are removed, which is to set them apart.", "Leave `action` out, or use the kind `unique`, which removes nothing.");
        }

        return check with { Columns = CheckKeys.ColumnsOrKey(entry) };
    }

    public RowCheck Rule(CheckDefinition check, Contract? contract) => new($"({Nth} > 1)", [("identical", $"({Nth} > 1 and {Same})"), ("conflicting", $"({Nth} > 1 and not {Same})")]);

    public string From(string rows, IEnumerable<string> columns, string key)
    {
        var row = $"row({Sql.List(columns.Select(Sql.Name))})";
        return $"(select *, row_number() over mine as {Nth}, {row} is not distinct from first_value({row}) over mine as {Same} "
            + $"from {rows} window mine as (partition by {key} order by {RunRelations.File}, {RunRelations.Row}))";
    }

    // Which of the copies are set apart, and which of them differ, only numbering tells.
    public IReadOnlyList<long>? Counts(long rows, long copies) => copies == 0 ? [rows, 0, 0, 0] : null;
}
