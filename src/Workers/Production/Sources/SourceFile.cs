using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>A file of a source, as its contract reads it. <paramref name="Name"/> is that below the data folder, <paramref name="Read"/> the first day of the period that reads it.</summary>
sealed record SourceFile(string Path, string Name, SourceDefinition Source, DateOnly Read)
{
    public const string NoPartition = "__HIVE_DEFAULT_PARTITION__";

    public Contract Contract => Source.Contract;

    public CsvFormat Csv => Source.CsvRead;

    public FileFormat Format => Source.FormatOf(Name);

    /// <summary>Whether columns go by their position.</summary>
    public bool IsHeadless => Format is FileFormat.Csv && Csv.Headless;

    /// <summary>
    /// Whether the file may be without the column. One whose name has a date is of that date. A split file is of many: whether a row of it is of a day on which
    /// the column has to be there is known once it is read.
    /// </summary>
    public bool MayLack(Column column) => column.Optional || (column.Since is { } since && (Source.Split is not null || First < since));

    /// <summary>What the folder `key=value` says, with Hive's escapes undone; null for no value. Without such a folder it is an error of the contract.</summary>
    public string? FolderOf(Column column)
    {
        var start = $"{column.Folder}=";
        var folder = Name.Split('/')[..^1].LastOrDefault(part => part.StartsWith(start, StringComparison.Ordinal)) ?? throw Failure.Permanent(
            $"{Name}, column '{column.Name}'",
            $"The column is that of a folder '{column.Folder}=...', and there is none on the file's path.",
            $"Have it in the source's path, or correct `folder` in the contract '{Contract.Id}' (version {Contract.Version}).");
        var value = Uri.UnescapeDataString(folder[start.Length..]);
        return value == NoPartition ? null : value;
    }

    /// <summary>What its folders say: the same bytes in another are other rows.</summary>
    public string Folders => string.Join('\n', Contract.Columns.Where(column => column.Folder is not null).Select(column => $"{column.Folder}={FolderOf(column)}"));

    DateOnly First => new DeliveredNames(Source.Path).TryMatch(Name, out var day) && day is { } named ? named : Read;
}
