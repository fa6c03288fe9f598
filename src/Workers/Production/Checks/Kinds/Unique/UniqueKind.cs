using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Contracts;

namespace EventedPipelines.Workers.Production.Checks.Kinds.Unique;

sealed class UniqueKind : IComparedCheckKind
{
    // Set by From beside the columns: how many rows have the key.
    const string Copies = "__copies";

    public CheckKind Kind => new("Unique");

    public string Word => "unique";

    public string Summary => "no two rows with the same `columns` (or key), nulls being equal";

    public string Schema => $$"""{ "properties": { "columns": {{CheckKeys.ColumnsSchema}} } }""";

    public IReadOnlyList<string> Documentation => ["no two rows with the same `columns` (or key). Two nulls are the same. It removes nothing"];

    public CheckDefinition Read(CheckDefinition check, CheckEntry entry) => check with { Columns = CheckKeys.ColumnsOrKey(entry) };

    public RowCheck Rule(CheckDefinition check, Contract? contract) => RowCheck.Single("duplicate", $"({Copies} > 1)");

    public string From(string rows, IEnumerable<string> columns, string key) => $"(select *, count(*) over (partition by {key}) as {Copies} from {rows})";

    public IReadOnlyList<long> Counts(long rows, long copies) => [rows, copies, copies];
}
