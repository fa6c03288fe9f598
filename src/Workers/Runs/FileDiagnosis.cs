using EventedPipelines.Domain.Pipelines;
using EventedPipelines.Domain.Runs;
using EventedPipelines.Workers.Engine;

namespace EventedPipelines.Workers.Runs;

/// <summary>Says where and why a delivered file cannot be read: file, 1-based line, column, value.</summary>
sealed class FileDiagnosis(string path, string name, SourceDefinition source, CancellationToken cancellation)
{
    const int LongestValue = 40;

    /// <summary>The shape of a file that is a well-formed CSV, as far as it was scanned.</summary>
    public CsvShape Whole(CsvShape shape) =>
        shape.Flaw is { } flaw ? throw Failure.Permanent($"{name}, line {flaw.Line}", flaw.Message, flaw.Remedy) : shape;

    /// <summary>The parsed file, once the scan has counted the same rows.</summary>
    public ParsedFile Counted(ParsedFile parsed, CsvShape shape) => parsed.Rows == shape.Records
        ? parsed
        : throw Failure.Permanent(name, $"The file has {shape.Records} records by its line ends and quotes, but {parsed.Rows} could be read.", "Deliver the file again as plain CSV (RFC 4180).");

    public async Task<StepFailedException> WrongValueAsync(EngineSession session, CsvQuery query)
    {
        var (record, texts) = (await session.QueryAsync(
            query.FirstWrong,
            reader => (reader.GetInt64(0), query.Columns.Select((_, column) => reader.IsDBNull(column + 1) ? null : reader.GetString(column + 1)).ToList()),
            cancellation))[0];
        var wrong = texts.FindIndex(text => text is not null);
        var column = query.Columns[wrong];
        return Failure.Permanent(
            $"{name}, line {LineOf(record)}, column '{column.Column.Name}'",
            $"'{Shortened(texts[wrong]!)}' is not {column.Wanted}.",
            $"Deliver the file with a right value, or change the contract '{source.Contract.Id}' (version {source.Contract.Version}) if the column has changed.");
    }

    public StepFailedException NoPeriod(long record) => Failure.Permanent(
        $"{name}, line {LineOf(record)}",
        $"'{source.Split}' gives no date for this row, so it belongs to no interval.",
        "Deliver the file with the date, or without the row.");

    long LineOf(long record) => CsvScan.Read(path, source.Csv, cancellation, record).LastLine;

    static string Shortened(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= LongestValue ? line : $"{line[..LongestValue]}...";
    }
}
