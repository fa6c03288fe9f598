using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>A Parquet file, read in place by DuckDB, but for one with times that it would cut: of that a copy is read (<see cref="ParquetTimes"/>).</summary>
sealed class ReadableParquet : ReadableFile
{
    readonly long _rows;
    readonly string? _copy;

    ReadableParquet(string from, IReadOnlyList<(string Name, string Type)> found, long rows, IReadOnlyList<bool> empty, SourceFile file, string? copy)
    {
        (_rows, _copy) = (rows, copy);
        Header = [.. found.Select(column => column.Name.Trim())];
        var columns = new FileHeader(Header, file, file.Name).Columns((column, position) => new ParquetColumn(column, found[position], empty[position], file)).ToList();
        Query = new(from, columns, $"json_object({Sql.List(columns.OfType<ParquetColumn>().Select(column => $"{Sql.Text(column.Column.Name)}, {column.Raw}"))})");
    }

    public static async Task<ReadableFile> OpenAsync(SourceFile file, EngineSession session, Lake lake, CancellationToken cancellationToken)
    {
        string? copy = null;
        ReadableParquet? readable = null;
        try
        {
            var from = From(file.Path);
            var found = await session.DescribeAsync($"select * from {from}", cancellationToken);
            var rows = (await session.QueryAsync($"select count(*) from {from}", reader => reader.GetInt64(0), cancellationToken))[0];
            if (Known(found, file).Any(column => column.Found.Type is ParquetColumn.Timestamp or ParquetColumn.Instant) && ParquetTimes.Find(file.Path) is var (columns, at, tail))
            {
                copy = Lake.Aside(lake.Splits);
                from = From(copy);
                await ParquetTimes.WriteAsync(file.Path, copy, at, tail, cancellationToken);
                found = [.. found.Select(column => columns.TryGetValue(column.Name, out var kind) ? column with { Type = kind } : column)];
            }

            return readable = new ReadableParquet(from, found, rows, await EmptyAsync(session, from, found, file, cancellationToken), file, copy);
        }
        catch (Exception error) when (error is EngineException or InvalidDataException)
        {
            throw Failure.Permanent(file.Name, $"This is no whole Parquet file: {(error as EngineException)?.Detail ?? error.Message}", "Deliver the file again, whole.", error);
        }
        finally
        {
            if (readable is null && copy is not null)
            {
                File.Delete(copy);
            }
        }
    }

    public override Task<long> CountedAsync() => Task.FromResult(_rows);

    public override void Dispose()
    {
        if (_copy is not null)
        {
            File.Delete(_copy);
        }
    }

    public override string PlaceOf(long record) => $"row {record}";

    static string From(string path) => $"read_parquet({LiteralPath.Text(path)}, hive_partitioning = false)";

    static IEnumerable<(Column Column, (string Name, string Type) Found)> Known(IEnumerable<(string Name, string Type)> found, SourceFile file)
    {
        var names = new ColumnNames(file.Contract, isHeadless: false);
        return from column in found
               let known = names.Find(column.Name.Trim())
               where known is not null
               select (known.Value.Column, (column.Name, column.Type.ToLowerInvariant()));
    }

    /// <summary>Which of the columns have no value at all: a writer that saw none makes up a type. Only those are looked at whose type is another than the contract's.</summary>
    static async Task<IReadOnlyList<bool>> EmptyAsync(
        EngineSession session, string from, IReadOnlyList<(string Name, string Type)> found, SourceFile file, CancellationToken cancellationToken)
    {
        var others = Known(found, file).Where(known => !ParquetColumn.Fits(known.Column, known.Found.Type, file.Source)).Select(known => known.Found.Name).ToHashSet(StringComparer.Ordinal);
        return others.Count == 0
            ? [.. found.Select(_ => false)]
            : (await session.QueryAsync(
                $"select {Sql.List(found.Select(column => others.Contains(column.Name) ? $"count({Sql.Name(column.Name)}) = 0" : "false"))} from {from}",
                reader => found.Select((_, at) => reader.GetBoolean(at)).ToList(),
                cancellationToken))[0];
    }
}
