using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources;

sealed class ReadableParquet : ReadableFile
{
    readonly long _rows;

    ReadableParquet(string file, IReadOnlyList<(string Name, string Type)> found, long rows, string name, SourceDefinition source)
    {
        _rows = rows;
        Header = [.. found.Select(column => column.Name)];
        var columns = source.Contract.Columns.Zip(
            FileHeader.Positions(Header, source.Contract, name),
            (column, position) => new ParquetColumn(column, found[position].Type, source, name)).ToList();
        Query = new(file, columns, $"json_object({Sql.List(columns.Select(column => $"{Sql.Text(column.Column.Name)}, cast({Sql.Name(column.Column.Name)} as varchar)"))})");
    }

    public static async Task<ReadableFile> OpenAsync(EngineSession session, string path, string name, SourceDefinition source, CancellationToken cancellationToken)
    {
        var file = $"read_parquet({LiteralPath.Text(path)}, hive_partitioning = false)";
        try
        {
            var found = await session.DescribeAsync($"select * from {file}", cancellationToken);
            var rows = (await session.QueryAsync($"select count(*) from {file}", reader => reader.GetInt64(0), cancellationToken))[0];
            return new ReadableParquet(file, found, rows, name, source);
        }
        catch (EngineException error)
        {
            throw Failure.Permanent(name, $"This is no whole Parquet file: {error.Detail}", "Deliver the file again, whole.", error);
        }
    }

    public override Task<long> CountedAsync() => Task.FromResult(_rows);

    public override void Dispose()
    {
        // Nothing is kept aside.
    }

    public override string PlaceOf(long record) => $"row {record}";
}
