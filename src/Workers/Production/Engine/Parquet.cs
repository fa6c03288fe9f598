using System.Globalization;

namespace EventedPipelines.Workers.Production.Engine;

/// <summary>How Parquet files of the lake are written: the same SELECT over the same file gives the same bytes, whatever the number of threads.</summary>
static class Parquet
{
    /// <summary>
    /// Up to this many rows there is one row group. A group of more may run over by up to a vector, which depends on where in their
    /// file the rows stood, unless they come out of a sort.
    /// </summary>
    public const int SurelyOneGroup = DefaultRowGroup - 2048;

    const int DefaultRowGroup = 122_880;

    public static string Copy(string select, string path, int rowGroup = DefaultRowGroup) =>
        $"copy ({select}) to {Sql.Text(path)} (format parquet, compression zstd, parquet_version v2, row_group_size {rowGroup.ToString(CultureInfo.InvariantCulture)})";

    /// <summary>The rows of exactly these files. A folder above them that is called `a=b` is no column.</summary>
    public static string Read(IEnumerable<string> paths, string options = "") =>
        $"read_parquet([{Sql.List(paths.Select(LiteralPath.Text))}], hive_partitioning = false{options})";
}
