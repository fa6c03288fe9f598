using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>The rows of a CSV file as DuckDB's texts c0, c1 and so on.</summary>
static class CsvFile
{
    public static string Texts(string path, int columns, CsvFormat format, string more = "")
    {
        var quote = Sql.Text(format.Quote);
        var texts = Sql.List(Enumerable.Range(0, columns).Select(position => $"'c{position}': 'VARCHAR'"));
        return $"read_csv({LiteralPath.Text(path)}, hive_partitioning = false, header = {(format.Headless ? "false" : "true")}, auto_detect = false, strict_mode = true, null_padding = false, max_line_size = {CsvRecord.Longest}, compression = 'none', "
            + $"delim = {Sql.Text(format.Delimiter)}, quote = {quote}, escape = {quote}, columns = {{{texts}}}{more})";
    }
}
