using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Workers.Production.Engine;
using EventedPipelines.Workers.Production.Runs;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>
/// Parses a file some of whose rows do not fit the contract: the others go on with their own numbers, these are set apart, each with
/// the columns that are wrong. Too many of them refuse the file before anything of it is stored.
/// </summary>
sealed class RejectingParser(Lake lake, EngineSession session, ReadableFile readable, SourceDefinition source, string name, CancellationToken cancellationToken)
{
    const int Batch = 500;

    readonly string _columns = Sql.List(source.Contract.Columns.Select(column => Sql.Name(column.Name)));

    public async Task<ParsedFile> ParseAsync(long records)
    {
        await session.ExecuteAsync("create temp table flaws (record bigint, \"column\" varchar, value varchar, reason varchar, raw varchar)", cancellationToken);
        foreach (var flaws in readable.Flaws.Chunk(Batch))
        {
            await session.ExecuteAsync($"insert into flaws values {Sql.List(flaws.Select(Values))}", cancellationToken);
        }

        await session.ExecuteAsync($"create temp table judged as {readable.Query.Judged("flaws")}", cancellationToken);
        await session.ExecuteAsync($"create or replace temp table parsed as {(source.Split is null ? "select * from judged" : await DatedAsync(source.Split))}", cancellationToken);
        var (rows, rejected) = (await session.QueryAsync("select count(*), count(__reason) from parsed", reader => (reader.GetInt64(0), reader.GetInt64(1)), cancellationToken))[0];
        var faults = await FirstAsync();
        var parsed = new ParsedFile(readable.Header, rows - rejected, "", null, rejected, faults.Count == 0 ? null : Placed(faults[0]));
        FileDiagnosis.Judged(FileDiagnosis.Counted(parsed, records, name), name, source, () => [.. faults.Skip(1).Select(Placed)]);
        return source.Split is null ? await WholeAsync(parsed) : await SplitAsync(parsed, rows);
    }

    async Task<ParsedFile> WholeAsync(ParsedFile parsed)
    {
        var accepted = $"select {_columns}, {RowQuery.Record} + 1 as {RunRelations.Row} from parsed where __reason is null order by {RowQuery.Record}";
        var rejected = RejectedRows.Of(Numbered);
        var file = await lake.StoreAsync(lake.Snapshots(source.Id), aside => session.ExecuteAsync(Parquet.Copy(accepted, aside), cancellationToken), cancellationToken);
        var rejects = await lake.StoreAsync(lake.Splits, aside => session.ExecuteAsync(Parquet.Copy(rejected, aside), cancellationToken), cancellationToken);
        return parsed with { Sha256 = file.Sha256, Rejects = rejects.Sha256 };
    }

    async Task<ParsedFile> SplitAsync(ParsedFile parsed, long rows)
    {
        var sorted = $"select * from parsed order by {SplitFile.Period} nulls last, {RowQuery.Record}";
        var (file, periods) = await new SplitFile(lake, session, source).StoreAsync(sorted, rows, isJudged: true, cancellationToken);
        return parsed with { Sha256 = file.Sha256, Periods = periods };
    }

    /// <summary>The judged rows with their periods. One that has none is rejected for it, unless another reason came first.</summary>
    async Task<string> DatedAsync(string split)
    {
        var period = await PeriodExpression.CheckedAsync(session, split, $"select {_columns} from judged", $"source '{source.Id}'", cancellationToken);
        var isLost = $"{SplitFile.Period} is null and __reason is null";
        var column = source.Contract.Columns.Any(column => column.Name == split) ? Sql.Text(split) : "null";
        var reason = Sql.Text($"'{split}' gives no date for this row, so it belongs to no interval.");
        var texts = Sql.List(source.Contract.Columns.Select(column => $"{Sql.Text(column.Name)}, cast({Sql.Name(column.Name)} as varchar)"));
        return $"select * replace (case when {isLost} then {column} else __column end as __column, case when {isLost} then {reason} else __reason end as __reason, "
            + $"case when {isLost} then cast(json_object({texts}) as varchar) else __raw end as __raw) from (select *, {period} as {SplitFile.Period} from judged)";
    }

    static string Numbered => $"select *, {RowQuery.Record} + 1 as {RunRelations.Row} from parsed";

    /// <summary>The first things that are wrong; to find the line that each stands on can take a look at the whole file.</summary>
    Task<List<(long Record, FirstReject Fault)>> FirstAsync() => session.QueryAsync(
        $"select {RunRelations.Row} - 1, \"column\", value, reason from ({RejectedRows.Of(Numbered)}) limit {FileDiagnosis.Told}",
        reader => (reader.GetInt64(0), new FirstReject("", reader.IsDBNull(1) ? null : reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2), reader.GetString(3))),
        cancellationToken);

    FirstReject Placed((long Record, FirstReject Fault) found) => found.Fault with { Place = readable.PlaceOf(found.Record) };

    static string Values(Flaw flaw) =>
        FormattableString.Invariant($"({flaw.Record}, {Text(flaw.Column)}, {Text(flaw.Value)}, {Text(flaw.Reason)}, {Text(flaw.Raw)})");

    static string Text(string? text) => text is null ? "null" : Sql.Text(text.Replace('\0', '\uFFFD'));
}
