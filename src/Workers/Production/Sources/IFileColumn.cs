using EventedPipelines.Domain.Catalog.Contracts;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>One column of a contract as SQL over a file's rows.</summary>
interface IFileColumn
{
    Column Column { get; }

    /// <summary>Selected from the file: the text and the value, under the names that the other expressions use.</summary>
    string Cast { get; }

    /// <summary>What a row can have against it in this column. Each condition is never null.</summary>
    IReadOnlyList<ColumnFault> Faults { get; }

    string Value { get; }

    string Text { get; }
}

/// <summary>A condition under which a value, as `not ...` says, is none of the contract's, and the reason that the row is rejected for.</summary>
sealed record ColumnFault(string When, string Reason)
{
    /// <summary>What a contract says of a column holds without any check (domain.md 2.7).</summary>
    public static IEnumerable<ColumnFault> Missing(Column column, string value) =>
        column.Nullable ? [] : [new($"({value} is null)", "There is no value, and the contract says `not null`.")];
}
