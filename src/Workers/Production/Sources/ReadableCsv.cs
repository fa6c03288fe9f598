using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>
/// A CSV file. DuckDB reads its texts, never through its sniffer, while a scan on the core that it leaves looks for what is broken. Rows
/// with another count of columns than the header are replaced by empty ones in a copy.
/// </summary>
sealed class ReadableCsv : ReadableFile
{
    readonly string _path;
    readonly string _name;
    readonly SourceDefinition _source;
    readonly Lake _lake;
    readonly CancellationToken _cancellation;
    readonly List<string> _temporary = [];
    Task<CsvShape>? _scan;

    ReadableCsv(string path, string name, SourceDefinition source, Lake lake, CancellationToken cancellationToken) =>
        (_path, _name, _source, _lake, _cancellation) = (path, name, source, lake, cancellationToken);

    public static async Task<ReadableFile> OpenAsync(string path, string name, SourceDefinition source, Lake lake, CancellationToken cancellationToken)
    {
        if (source.Csv is not { Delimiter: [< '\x80'], Quote: "" or [< '\x80'] })
        {
            throw Failure.Permanent($"source '{source.Id}'", "Its delimiter or quote is not one ASCII character.", "Use one each, such as ',' and '\"'.");
        }

        var plain = Unpacked.IsNeeded(name, source.Csv.Encoding) ? Lake.Aside(lake.Splits) : path;
        var delivery = new ReadableCsv(plain, name, source, lake, cancellationToken);
        try
        {
            if (plain != path)
            {
                delivery._temporary.Add(plain);
                await Unpacked.WriteAsync(path, name, source.Csv.Encoding, plain, cancellationToken);
            }

            delivery.Header = delivery.Whole(CsvScan.Read(plain, source.Csv, cancellationToken, upTo: 0)).Header;
            delivery.Query = delivery.Reading(plain);
            delivery._scan = Task.Run(() => CsvScan.Read(plain, source.Csv, cancellationToken), cancellationToken);
            return delivery;
        }
        catch
        {
            delivery.Dispose();
            throw;
        }
    }

    public override async Task<long> CountedAsync()
    {
        var shape = Whole(await _scan!);
        if (shape.Ragged.Count > 0 && Flaws.Count == 0)
        {
            var repaired = Lake.Aside(_lake.Splits);
            _temporary.Add(repaired);
            using (var copy = new FileStream(repaired, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 16))
            {
                CsvScan.Read(_path, _source.Csv, _cancellation, repaired: copy);
            }

            Flaws = shape.Ragged;
            Query = Reading(repaired);
        }

        return shape.Records;
    }

    public override string PlaceOf(long record) => $"line {CsvScan.Read(_path, _source.Csv, _cancellation, record).LastLine}";

    public override void Dispose()
    {
        // Nobody may still read what is deleted here.
        _scan?.ContinueWith(_ => { }, TaskScheduler.Default).Wait(CancellationToken.None);
        _temporary.ForEach(File.Delete);
    }

    CsvShape Whole(CsvShape shape) => shape.Flaw is { } flaw ? throw Failure.Permanent($"{_name}, line {flaw.Line}", flaw.Message, flaw.Remedy) : shape;

    RowQuery Reading(string file)
    {
        var columns = _source.Contract.Columns.Zip(
            FileHeader.Positions(Header, _source.Contract, $"{_name}, line 1"), (column, position) => new TypedColumn(column, position, _source));
        var raw = Header.Index().DistinctBy(column => column.Item).Select(column => $"{Sql.Text(column.Item)}, c{column.Index}");
        return new(CsvFile.Texts(file, Header.Count, _source.Csv), [.. columns], $"json_object({Sql.List(raw)})");
    }
}
