using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Workers.Production.Engine;
using EventedPipelines.Workers.Production.Runs;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>A parsed file in the lake's cache, sorted by period: stored, told apart period by period, and cut into intervals.</summary>
sealed class SplitFile(Lake lake, EngineSession session, SourceDefinition source)
{
    public const string Period = "__period";

    const int Vector = 2048;

    readonly string _columns = Sql.List(source.Contract.Columns.Select(column => Sql.Name(column.Name)));

    public async Task<(LakeFile File, Dictionary<DateOnly, PeriodRows> Periods)> StoreAsync(string sorted, long rows, bool isJudged, CancellationToken cancellationToken)
    {
        // Small row groups find a period fast, many of them make the footer slow to read.
        var group = (int)Math.Clamp(rows / 500 / Vector, 2, 60) * Vector;
        var file = await lake.StoreAsync(lake.Splits, aside => session.ExecuteAsync(Parquet.Copy(sorted, aside, group), cancellationToken), cancellationToken);

        // Two hashes that mix the values differently, of 64 bits each: their sum and exclusive or take rows in any order.
        var reversed = Sql.List(source.Contract.Columns.Reverse().Select(column => Sql.Name(column.Name)));
        var isAccepted = isJudged ? "__reason is null" : "true";
        var periods = await session.QueryAsync(
            $"with lines as (select *, file_row_number as nr from {Parquet.Read([file.Path], ", file_row_number = true")} where {Period} is not null), "
            + $"starts as (select {Period} as period, min(nr) as start from lines group by all) "
            + $"select period, count(*) filter (where {isAccepted}), count(*) filter (where not {isAccepted}), "
            + $"concat_ws(' ', bit_xor(hash({_columns}, nr - start)) filter (where {isAccepted}), sum(hash(nr - start, 'evented', {reversed})) filter (where {isAccepted})) "
            + $"from lines join starts on {Period} = period group by all",
            reader => (Day: reader.GetFieldValue<DateOnly>(0), Rows: new PeriodRows(reader.GetInt64(1), reader.GetInt64(2), reader.GetString(3))),
            cancellationToken);
        return (file, periods.ToDictionary(period => period.Day, period => period.Rows));
    }

    /// <summary>The accepted rows from..before as a snapshot, whose bytes do not depend on where in the file they stood.</summary>
    public Task<LakeFile> CutAsync(ParsedFile file, DateOnly from, DateOnly before, long count, bool isNumbered, CancellationToken cancellationToken)
    {
        var order = count > Parquet.SurelyOneGroup ? " order by file_row_number" : "";
        var rows = isNumbered
            ? $"select {_columns}, {RunRelations.Row} from ({Numbered(file, from, before)}) where __reason is null order by {RunRelations.Row}"
            : $"select {_columns} from {Of(file)} where {In(from, before)}{order}";
        return StoreAsync(lake.Snapshots(source.Id), rows, cancellationToken);
    }

    /// <summary>
    /// The rejected rows from..before, numbered as the interval's rows are, and those that belong to no interval, with the lines that they
    /// have in the file: each interval may be the one that lacks them.
    /// </summary>
    public Task<LakeFile> RejectsAsync(ParsedFile file, string name, DateOnly from, DateOnly before, CancellationToken cancellationToken) => StoreAsync(
        lake.Rejects,
        $"select {Sql.Text(name)} as {RunRelations.File}, * from (select * from ({RejectedRows.Of(Numbered(file, from, before))}) "
        + $"union all select * from ({RejectedRows.Of($"select *, {RowQuery.Record} + 1 as {RunRelations.Row} from {Of(file)} where {Period} is null")})) order by all",
        cancellationToken);

    Task<LakeFile> StoreAsync(string folder, string rows, CancellationToken cancellationToken) =>
        lake.StoreAsync(folder, aside => session.ExecuteAsync(Parquet.Copy(rows, aside), cancellationToken), cancellationToken);

    string Numbered(ParsedFile file, DateOnly from, DateOnly before) =>
        $"select *, row_number() over (order by file_row_number) + 1 as {RunRelations.Row} from {Of(file)} where {In(from, before)}";

    string Of(ParsedFile file) => Parquet.Read([Path.Combine(lake.Splits, $"{file.Sha256}.parquet")], ", file_row_number = true");

    static string In(DateOnly from, DateOnly before) => $"{Period} >= date '{from:yyyy-MM-dd}' and {Period} < date '{before:yyyy-MM-dd}'";
}
