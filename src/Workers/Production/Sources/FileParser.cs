using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Workers.Production.Engine;
using EventedPipelines.Workers.Production.Runs;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>
/// Parses a delivered file into Parquet: a whole file into its snapshot, a split one into a file sorted by period from which intervals are
/// cut. A file in which every value fits, as nearly all are, goes straight through; only one with others is read a second time, row by row.
/// </summary>
sealed class FileParser(Lake lake, IngestEngine engine)
{
    public async Task<ParsedFile> ParseAsync(SourceFile file, CancellationToken cancellationToken)
    {
        var (name, source) = (file.Name, file.Source);
        using var session = engine.Connect();
        using var readable = await ReadableFile.OpenAsync(session, file, lake, cancellationToken);
        try
        {
            var (parsed, error) = readable.Flaws.Count == 0 ? await CleanAsync(session, readable, source, cancellationToken) : default;
            var records = await readable.CountedAsync();
            if (readable.Flaws.Count == 0 && parsed is not null)
            {
                return HeldToSince(FileDiagnosis.Counted(parsed, records, name), file);
            }

            return readable.Flaws.Count == 0 && error is { Detail: not RowQuery.Stopped }
                ? throw error
                : HeldToSince(await new RejectingParser(lake, session, readable, source, name, cancellationToken).ParseAsync(records), file);
        }
        catch (EngineException error)
        {
            throw Failure.Of(error, name, $"Deliver the file again as whole, plain {file.Format}.");
        }
    }

    /// <summary>A split file may lack a column while none of its rows is of a day on which it has to be there.</summary>
    static ParsedFile HeldToSince(ParsedFile parsed, SourceFile file)
    {
        var header = new FileHeader(parsed.Header, file, file.Name);
        return parsed.Periods is not { Count: > 0 } periods
            || file.Contract.Columns.FirstOrDefault(column => column is { Optional: false, Folder: null } && column.Since <= periods.Keys.Max() && !header.Has(column)) is not { } missing
                ? parsed
                : throw header.Missing(missing, FormattableString.Invariant($", and there are rows of {periods.Keys.Where(day => day >= missing.Since).Min():yyyy-MM-dd}, though it has to be there since {missing.Since:yyyy-MM-dd}"));
    }

    async Task<(ParsedFile? Parsed, EngineException? Error)> CleanAsync(EngineSession session, ReadableFile readable, SourceDefinition source, CancellationToken cancellationToken)
    {
        try
        {
            return (source.Split is null ? await WholeAsync(session, readable, source, cancellationToken) : await SplitAsync(session, readable, source, cancellationToken), null);
        }
        catch (EngineException error)
        {
            // The readable has the first word on what is wrong.
            return (null, error);
        }
    }

    async Task<ParsedFile> WholeAsync(EngineSession session, ReadableFile readable, SourceDefinition source, CancellationToken cancellationToken)
    {
        var rows = 0L;
        var file = await lake.StoreAsync(lake.Snapshots(source.Id), async aside => rows = await session.ExecuteAsync(Parquet.Copy(readable.Query.Rows, aside), cancellationToken), cancellationToken);
        return new(readable.Header, rows, file.Sha256, null);
    }

    /// <summary>Null where a row has no period.</summary>
    async Task<ParsedFile?> SplitAsync(EngineSession session, ReadableFile readable, SourceDefinition source, CancellationToken cancellationToken)
    {
        var period = await PeriodExpression.CheckedAsync(session, source.Split!, readable.Query.Rows, $"source '{source.Id}'", cancellationToken);
        await session.ExecuteAsync($"create temp table parsed as select *, {period} as {SplitFile.Period} from ({readable.Query.Rows})", cancellationToken);
        var (undated, rows) = (await session.QueryAsync(
            $"select count(*) filter (where {SplitFile.Period} is null), count(*) from parsed", reader => (reader.GetInt64(0), reader.GetInt64(1)), cancellationToken))[0];
        if (undated > 0)
        {
            return null;
        }

        var (file, periods) = await new SplitFile(lake, session, source).StoreAsync($"select * from parsed order by {SplitFile.Period}, rowid", rows, isJudged: false, cancellationToken);
        return new(readable.Header, rows, file.Sha256, periods);
    }
}
