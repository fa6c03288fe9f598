using System.Text.Json.Serialization;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Catalog.Contracts;

/// <summary>
/// The data contract of a source: its columns as they come in its files (domain.md 1.5). <paramref name="RefundWhen"/> is a DuckDB predicate that marks legitimate negatives
/// (domain.md 2.7).
/// </summary>
public sealed record Contract(string Id, int Version, IReadOnlyList<Column> Columns, IReadOnlyList<string> Key, string? RefundWhen)
{
    /// <summary>The first day of the periods that it is in force for; null for the first version.</summary>
    public DateOnly? From { get; init; }

    /// <summary>A DuckDB expression for what a row earns, such as `quantity * unit_price`, where no column has it.</summary>
    public string? Amount { get; init; }

    /// <summary>Null where the source or the file's name says it.</summary>
    public FileFormat? Format { get; init; }

    /// <summary>Null where the source says it.</summary>
    public CsvFormat? Csv { get; init; }

    /// <summary>Where in a JSON document the array of rows is, keys with points between them, such as `data.items`; null where the document is that array.</summary>
    public string? Rows { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public UnknownColumns Unknown { get; init; }

    /// <summary>Whether both read the same rows of a file with a header: at most the order of the columns differs, and since when which is in force.</summary>
    public bool ReadsAs(Contract other)
    {
        return CanonicalJson.HashOf(Unordered(this)) == CanonicalJson.HashOf(Unordered(other));

        static Contract Unordered(Contract one) => one with { Version = 0, From = null, Columns = [.. one.Columns.OrderBy(column => column.Name, StringComparer.Ordinal)] };
    }
}

/// <summary>Whether a file may have columns that its contract does not name: they are let be, or the file is refused.</summary>
public enum UnknownColumns
{
    Allow,
    Refuse,
}

/// <summary>A column and its DuckDB type. Money is `decimal(19,4)` (domain.md 2.10).</summary>
/// <remarks>
/// <paramref name="Needs"/>, of a target's column, are the sources without which it cannot be computed: it is null while one of them is
/// not yet due (domain.md 2.4). The values of a <paramref name="Personal"/> column are masked wherever people see rows.
/// </remarks>
public sealed record Column(string Name, string Type, bool Nullable = true, IReadOnlyList<string>? Needs = null, bool Personal = false)
{
    /// <summary>The names that it bears in files, where not its own, which is then looked for last; of files without a header its position, counted from 1.</summary>
    public IReadOnlyList<string>? From { get; init; }

    /// <summary>Whether a file may lack it; all its values are null then.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Optional { get; init; }

    /// <summary>The first day from which on files have it; those of periods that begin before may lack it.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>How a date or time is written in text files, in the letters of strftime, such as `%d.%m.%Y`; null for the writings of ISO 8601.</summary>
    public string? Format { get; init; }

    /// <summary>The key of the folder `key=value` on the file's path that has its value, as Hive writes partitions; null where the file has it.</summary>
    public string? Folder { get; init; }
}
