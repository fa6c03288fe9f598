using EventedPipelines.Domain.Pipelines;
using EventedPipelines.Workers.Engine;

namespace EventedPipelines.Workers.Runs;

/// <summary>Parses a delivered CSV file into Parquet: a whole file into its snapshot, a split one into a file sorted by period from which intervals are cut.</summary>
sealed class FileParser(Lake lake, IngestEngine engine)
{
    const int Vector = 2048;

    // The column of a split file that holds the period.
    const string Period = "__period";

    public async Task<ParsedFile> ParseAsync(string path, string name, SourceDefinition source, CancellationToken cancellation)
    {
        if (source.Csv is not { Delimiter: [< '\x80'], Quote: "" or [< '\x80'] })
        {
            throw Failure.Permanent($"source '{source.Id}'", "Its delimiter or quote is not one ASCII character.", "Use one each, such as ',' and '\"'.");
        }

        var diagnosis = new FileDiagnosis(path, name, source, cancellation);
        var header = diagnosis.Whole(CsvScan.Read(path, source.Csv, cancellation, upTo: 0)).Header;
        var query = new CsvQuery(path, header, source, name);
        using var session = engine.Connect();

        // The scan runs beside DuckDB, on the core that it leaves, and has the first word on what is wrong.
        var scan = Task.Run(() => CsvScan.Read(path, source.Csv, cancellation), cancellation);
        try
        {
            var parsed = source.Split is null
                ? await WholeAsync(session, query, source, cancellation)
                : await SplitAsync(session, query, source, diagnosis, cancellation);
            return diagnosis.Counted(parsed with { Header = header }, diagnosis.Whole(await scan));
        }
        catch (EngineException error)
        {
            diagnosis.Whole(await scan);
            throw error.Detail == CsvQuery.Stopped
                ? await diagnosis.WrongValueAsync(session, query)
                : Failure.Of(error, name, "Deliver the file again as plain CSV (RFC 4180).");
        }
    }

    /// <summary>Cuts the rows from..before out of a split file into a snapshot, whose bytes do not depend on where in the file they stood.</summary>
    public async Task<LakeFile> CutAsync(ParsedFile file, SourceDefinition source, DateOnly from, DateOnly before, long count, CancellationToken cancellation)
    {
        using var session = engine.Connect();
        var columns = Sql.List(source.Contract.Columns.Select(column => Sql.Name(column.Name)));
        var split = Path.Combine(lake.Splits, $"{file.Sha256}.parquet");
        var order = count > Parquet.SurelyOneGroup ? " order by file_row_number" : "";
        var rows = $"select {columns} from {Parquet.Read([split], ", file_row_number = true")} where {Period} >= date '{from:yyyy-MM-dd}' and {Period} < date '{before:yyyy-MM-dd}'{order}";
        try
        {
            return await lake.StoreAsync(lake.Snapshots(source.Id), aside => session.ExecuteAsync(Parquet.Copy(rows, aside), cancellation), cancellation);
        }
        catch (EngineException error)
        {
            throw Failure.Of(error, split, "Delete this file: it is a cache and is made anew.");
        }
    }

    async Task<ParsedFile> WholeAsync(EngineSession session, CsvQuery query, SourceDefinition source, CancellationToken cancellation)
    {
        var rows = 0L;
        var file = await lake.StoreAsync(lake.Snapshots(source.Id), async aside => rows = await session.ExecuteAsync(Parquet.Copy(query.Rows, aside), cancellation), cancellation);
        return new([], rows, file.Sha256, null);
    }

    async Task<ParsedFile> SplitAsync(EngineSession session, CsvQuery query, SourceDefinition source, FileDiagnosis diagnosis, CancellationToken cancellation)
    {
        var period = await PeriodExpression.CheckedAsync(session, source.Split!, query.Rows, $"source '{source.Id}'", cancellation);
        await session.ExecuteAsync($"create temp table parsed as select *, {period} as {Period} from ({query.Rows})", cancellation);
        var without = (await session.QueryAsync($"select min(rowid) from parsed where {Period} is null", reader => reader.IsDBNull(0) ? (long?)null : reader.GetInt64(0), cancellation))[0];
        if (without is { } rowid)
        {
            throw diagnosis.NoPeriod(rowid + 1);
        }

        var periods = await session.QueryAsync($"select {Period}, count(*) from parsed group by all order by 1", reader => (Day: reader.GetFieldValue<DateOnly>(0), Rows: reader.GetInt64(1)), cancellation);
        var rows = periods.Sum(period => period.Rows);

        // Small row groups find a period fast, many of them make the footer slow to read.
        var group = (int)Math.Clamp(rows / 500 / Vector, 2, 60) * Vector;
        var sorted = $"select * from parsed order by {Period}, rowid";
        var file = await lake.StoreAsync(lake.Splits, aside => session.ExecuteAsync(Parquet.Copy(sorted, aside, group), cancellation), cancellation);
        return new([], rows, file.Sha256, periods.ToDictionary(period => period.Day, period => period.Rows));
    }
}
