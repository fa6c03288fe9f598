using EventedPipelines.Domain.Catalog.Contracts;

namespace EventedPipelines.Domain.Production.Schemas;

/// <summary>How a column of a delivery differs from its contract (domain.md 7.2).</summary>
public enum DriftKind
{
    /// <summary>The contract does not know it.</summary>
    Added,
    Removed,

    /// <summary>It is missing, and one that the contract does not know seems to be it.</summary>
    Renamed,

    /// <summary>Its values are of another type.</summary>
    Retyped,

    /// <summary>Values lack where the contract promises one.</summary>
    Nullable,

    /// <summary>It stands in another place among the others.</summary>
    Reordered,
}

/// <summary>
/// One difference. <paramref name="Column"/> is the contract's, of an added one the file's; <paramref name="Name"/> is the new name of a renamed one. <paramref name="Before"/> and
/// <paramref name="After"/> are DuckDB types, of one that was moved its positions from 1; <paramref name="Reason"/> says by what a new name was found.
/// </summary>
public sealed record ColumnDrift(DriftKind Kind, string Column, string? Name = null, string? Before = null, string? After = null, string? Reason = null)
{
    /// <summary>Whether a file cannot be read by the contract for it: another order never is why, and a further column only where the contract refuses those.</summary>
    public static bool Refuses(DriftKind kind) => kind is not (DriftKind.Added or DriftKind.Reordered);

    /// <summary>Whether it is the same: which types values seem to be of may change from file to file, and where a moved column stands.</summary>
    public bool IsSame(ColumnDrift other) => (Kind, Column, Name) == (other.Kind, other.Column, other.Name);

    /// <summary>Whether a version of the contract has taken it in.</summary>
    public bool IsIn(Contract contract)
    {
        var column = contract.Columns.FirstOrDefault(known => Kind is DriftKind.Added ? (known.From ?? [known.Name]).Contains(Column) : known.Name == Column);
        return Kind switch
        {
            DriftKind.Added => column is not null,
            DriftKind.Renamed => column?.From?.Contains(Name!) is true,
            DriftKind.Removed => column is null or { Optional: true },
            DriftKind.Nullable => column is null or { Nullable: true },
            DriftKind.Retyped => column is not null && column.Type == (After ?? "varchar"),
            _ => contract.Columns.Where(known => known.Folder is null).Index().Any(known => known.Item == column && FormattableString.Invariant($"{known.Index + 1}") == After),
        };
    }
}

/// <summary>
/// What a drift means to a pipeline that reads the source: whether it breaks, since its SQL reads the column, and which of its models, published tables, metrics and checks do
/// with it.
/// </summary>
public sealed record DriftReader(
    string Pipeline, string Area, bool Breaks, IReadOnlyList<string> Models, IReadOnlyList<string> Targets, IReadOnlyList<string> Metrics, IReadOnlyList<string> Checks);

/// <summary>A difference with the file that shows it and what it means to each reader.</summary>
public sealed record DeliveredDrift(ColumnDrift Change, string File, IReadOnlyList<DriftReader> Readers);
