namespace EventedPipelines.Domain.Catalog.Contracts;

/// <summary>The data contract of a source. <paramref name="RefundWhen"/> is a DuckDB predicate that marks legitimate negatives (domain.md 2.7).</summary>
public sealed record Contract(string Id, int Version, IReadOnlyList<Column> Columns, IReadOnlyList<string> Key, string? RefundWhen)
{
    /// <summary>A DuckDB expression for what a row earns, such as `quantity * unit_price`, where no column has it.</summary>
    public string? Amount { get; init; }
}

/// <summary>A column and its DuckDB type. Money is `decimal(19,4)` (domain.md 2.10).</summary>
/// <remarks>
/// <paramref name="Needs"/>, of a target's column, are the sources without which it cannot be computed: it is null while one of them is
/// not yet due (domain.md 2.4). The values of a <paramref name="Personal"/> column are masked wherever people see rows.
/// </remarks>
public sealed record Column(string Name, string Type, bool Nullable = true, IReadOnlyList<string>? Needs = null, bool Personal = false);
