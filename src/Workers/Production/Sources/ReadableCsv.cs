using System.Globalization;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>
/// A CSV file. DuckDB reads its texts, never through its sniffer, while a scan on the core that it leaves looks for what is broken. Rows
/// with another count of columns than the header are replaced by empty ones in a copy.
/// </summary>
sealed class ReadableCsv : ReadableFile
{
    readonly SourceFile _file;
    readonly Lake _lake;
    readonly CancellationToken _cancellation;
    readonly List<string> _temporary = [];
    PlainCsv _plain = null!;
    Task<CsvShape>? _scan;

    ReadableCsv(SourceFile file, Lake lake, CancellationToken cancellationToken) => (_file, _lake, _cancellation) = (file, lake, cancellationToken);

    public static async Task<ReadableFile> OpenAsync(SourceFile file, Lake lake, CancellationToken cancellationToken)
    {
        if (file.Csv is not { Delimiter: [< '\x80'], Quote: "" or [< '\x80'], Escape: null or [< '\x80'] })
        {
            throw Failure.Permanent($"source '{file.Source.Id}'", "Its delimiter or quote is not one ASCII character.", "Use one each, such as ',' and '\"'.");
        }

        var delivery = new ReadableCsv(file, lake, cancellationToken);
        try
        {
            delivery._plain = await PlainCsv.OfAsync(file, delivery.Aside, cancellationToken);
            delivery.Header = delivery.Whole(delivery.Scan(upTo: 0)).Header;
            delivery.Query = delivery.Reading(delivery._plain.Path);
            delivery._scan = Task.Run(() => delivery.Scan(), cancellationToken);
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
            var repaired = Aside();
            using (var copy = new FileStream(repaired, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 16))
            {
                Scan(repaired: copy);
            }

            Flaws = shape.Ragged;
            Query = Reading(repaired);
        }

        return shape.Records;
    }

    public override string PlaceOf(long record) => Line(Scan(record).LastLine);

    public override void Dispose()
    {
        // Nobody may still read what is deleted here.
        _scan?.ContinueWith(_ => { }, TaskScheduler.Default).Wait(CancellationToken.None);
        _temporary.ForEach(File.Delete);
    }

    CsvShape Scan(long upTo = long.MaxValue, Stream? repaired = null) => CsvScan.Read(_plain.Path, _plain.Format, _cancellation, upTo, repaired);

    CsvShape Whole(CsvShape shape) => shape.Flaw is { } flaw
        ? throw Failure.Permanent(
            $"{_file.Name}, {Line(flaw.Line)}", flaw.Message.Replace("{offset}", $"{_plain.Bytes + flaw.Offset}", StringComparison.Ordinal), flaw.Remedy)
        : shape;

    string Line(long line) => FormattableString.Invariant($"line {_plain.Lines + line}");

    string Aside()
    {
        var aside = Lake.Aside(_lake.Splits);
        _temporary.Add(aside);
        return aside;
    }

    RowQuery Reading(string file)
    {
        // Nothing tells how many columns an empty file without a header would have.
        var header = Header.Count > 0 ? Header
            : [.. Enumerable.Range(1, ColumnNames.MostPosition(_file.Contract)).Select(position => position.ToString(CultureInfo.InvariantCulture))];
        var names = new FileHeader(header, _file, $"{_file.Name}, {Line(1)}");
        var columns = names.Columns((column, position) => new TypedColumn(column, position, _file.Source, _file.Csv));

        // What is personal is known by the contract's names, whatever the file's are.
        var known = _file.Contract.Columns.Where(column => column.Folder is null).Select(column => (Position: names.Position(column), column.Name))
            .Where(column => column.Position is not null).ToDictionary(column => column.Position!.Value, column => column.Name);
        var raw = header.Index().Select(column => (Name: known.GetValueOrDefault(column.Index, column.Item), column.Index)).DistinctBy(column => column.Name)
            .Select(column => $"{Sql.Text(column.Name)}, c{column.Index}");
        return new(CsvFile.Texts(file, header.Count, _plain.Format, _plain.More), columns, $"json_object({Sql.List(raw)})");
    }
}
