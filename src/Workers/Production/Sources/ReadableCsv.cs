using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>
/// A CSV file. DuckDB reads its texts, never through its sniffer, while a scan on the core that it leaves looks for what is broken. Rows
/// with another count of columns than the header are replaced by empty ones in a copy.
/// </summary>
sealed class ReadableCsv : ReadableFile
{
    readonly string path;
    readonly string name;
    readonly SourceDefinition source;
    readonly Lake lake;
    readonly CancellationToken cancellation;
    readonly List<string> temporary = [];
    Task<CsvShape>? scan;

    ReadableCsv(string path, string name, SourceDefinition source, Lake lake, CancellationToken cancellationToken) =>
        (this.path, this.name, this.source, this.lake, this.cancellation) = (path, name, source, lake, cancellationToken);

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
                delivery.temporary.Add(plain);
                await Unpacked.WriteAsync(path, name, source.Csv.Encoding, plain, cancellationToken);
            }

            delivery.Header = delivery.Whole(CsvScan.Read(plain, source.Csv, cancellationToken, upTo: 0)).Header;
            delivery.Query = delivery.Reading(plain);
            delivery.scan = Task.Run(() => CsvScan.Read(plain, source.Csv, cancellationToken), cancellationToken);
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
        var shape = Whole(await scan!);
        if (shape.Ragged.Count > 0 && Flaws.Count == 0)
        {
            var repaired = Lake.Aside(lake.Splits);
            temporary.Add(repaired);
            using (var copy = new FileStream(repaired, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 16))
            {
                CsvScan.Read(path, source.Csv, cancellation, repaired: copy);
            }

            Flaws = shape.Ragged;
            Query = Reading(repaired);
        }

        return shape.Records;
    }

    public override string PlaceOf(long record) => $"line {CsvScan.Read(path, source.Csv, cancellation, record).LastLine}";

    public override void Dispose()
    {
        // Nobody may still read what is deleted here.
        scan?.ContinueWith(_ => { }, TaskScheduler.Default).Wait(CancellationToken.None);
        temporary.ForEach(File.Delete);
    }

    CsvShape Whole(CsvShape shape) => shape.Flaw is { } flaw ? throw Failure.Permanent($"{name}, line {flaw.Line}", flaw.Message, flaw.Remedy) : shape;

    RowQuery Reading(string file)
    {
        var columns = source.Contract.Columns.Zip(
            FileHeader.Positions(Header, source.Contract, $"{name}, line 1"), (column, position) => new TypedColumn(column, position, source));
        var raw = Header.Index().DistinctBy(column => column.Item).Select(column => $"{Sql.Text(column.Item)}, c{column.Index}");
        return new(CsvFile.Texts(file, Header.Count, source.Csv), [.. columns], $"json_object({Sql.List(raw)})");
    }
}
