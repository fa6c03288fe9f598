using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources;

sealed class ReadableParquet : ReadableFile
{
    readonly long _rows;

    ReadableParquet(string from, IReadOnlyList<(string Name, string Type)> found, long rows, IReadOnlyList<bool> empty, SourceFile file)
    {
        _rows = rows;
        Header = [.. found.Select(column => column.Name.Trim())];
        var columns = new FileHeader(Header, file, file.Name).Columns((column, position) => new ParquetColumn(column, found[position], empty[position], file)).ToList();
        Query = new(from, columns, $"json_object({Sql.List(columns.OfType<ParquetColumn>().Select(column => $"{Sql.Text(column.Column.Name)}, {column.Raw}"))})");
    }

    public static async Task<ReadableFile> OpenAsync(EngineSession session, SourceFile file, CancellationToken cancellationToken)
    {
        var from = $"read_parquet({LiteralPath.Text(file.Path)}, hive_partitioning = false)";
        try
        {
            var found = await session.DescribeAsync($"select * from {from}", cancellationToken);
            var rows = (await session.QueryAsync($"select count(*) from {from}", reader => reader.GetInt64(0), cancellationToken))[0];
            return new ReadableParquet(from, found, rows, await EmptyAsync(session, from, found, file, cancellationToken), file);
        }
        catch (EngineException error)
        {
            throw Failure.Permanent(file.Name, $"This is no whole Parquet file: {error.Detail}", "Deliver the file again, whole.", error);
        }
    }

    public override Task<long> CountedAsync() => Task.FromResult(_rows);

    public override void Dispose()
    {
        // Nothing is kept aside.
    }

    public override string PlaceOf(long record) => $"row {record}";

    /// <summary>Which of the columns have no value at all: a writer that saw none makes up a type. Only those are looked at whose type is another than the contract's.</summary>
    static async Task<IReadOnlyList<bool>> EmptyAsync(
        EngineSession session, string from, IReadOnlyList<(string Name, string Type)> found, SourceFile file, CancellationToken cancellationToken)
    {
        var names = new ColumnNames(file.Contract, isHeadless: false);
        bool IsOther((string Name, string Type) column) => names.Find(column.Name.Trim())?.Column is { } known && !ParquetColumn.Fits(known, column.Type, file.Source);
        List<string> counts = [.. found.Select(column => IsOther(column) ? $"count({Sql.Name(column.Name)}) = 0" : "false")];
        return counts.TrueForAll(count => count == "false")
            ? [.. found.Select(_ => false)]
            : (await session.QueryAsync($"select {Sql.List(counts)} from {from}", reader => found.Select((_, at) => reader.GetBoolean(at)).ToList(), cancellationToken))[0];
    }
}
