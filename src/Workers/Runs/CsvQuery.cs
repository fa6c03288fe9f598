using EventedPipelines.Domain.Pipelines;
using EventedPipelines.Workers.Engine;

namespace EventedPipelines.Workers.Runs;

/// <summary>The SQL that reads a CSV file as its contract has it. Text goes through <see cref="TypedColumn"/>, never through DuckDB's sniffer.</summary>
sealed class CsvQuery(string path, IReadOnlyList<string> header, SourceDefinition source, string name)
{
    /// <summary>The text of the error that stops a read at the first wrong value.</summary>
    public const string Stopped = "evented: wrong value";

    readonly IReadOnlyList<TypedColumn> columns =
        [.. source.Contract.Columns.Zip(CsvHeader.Positions(header, source.Contract, name), (column, position) => new TypedColumn(column, position, source.Contract.Id))];

    /// <summary>The contract's columns, typed, in file order. Stops at a wrong value with <see cref="Stopped"/>.</summary>
    public string Rows => $"select {Sql.List(columns.Select(Checked))} from ({Texts("")})";

    /// <summary>The first record (1-based, without the header) with a wrong value: its number, and per column the text or null.</summary>
    public string FirstWrong =>
        $"select record, {Sql.List(columns.Select(column => $"case when {column.IsWrong} then {column.Text} end"))} "
        + $"from ({Texts(", row_number() over () as record")}) where {string.Join(" or ", columns.Select(column => column.IsWrong))} order by record limit 1";

    public IReadOnlyList<TypedColumn> Columns => columns;

    static string Checked(TypedColumn column) =>
        $"{(column.IsWrong == "false" ? column.Value : $"case when {column.IsWrong} then error({Sql.Text(Stopped)}) else {column.Value} end")} as {Sql.Name(column.Column.Name)}";

    string Texts(string more) => $"select {Sql.List(columns.Select(column => column.Cast))}{more} from {File}";

    string File
    {
        get
        {
            var quote = Sql.Text(source.Csv.Quote);
            var texts = Sql.List(header.Select((_, position) => $"'c{position}': 'VARCHAR'"));
            return $"read_csv({Sql.Text(path)}, header = true, auto_detect = false, strict_mode = true, null_padding = false, max_line_size = {CsvRecord.Longest}, "
                + $"delim = {Sql.Text(source.Csv.Delimiter)}, quote = {quote}, escape = {quote}, columns = {{{texts}}})";
        }
    }
}
