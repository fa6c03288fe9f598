using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Unicode;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>
/// A file of JSON Lines: one object per line in UTF-8. Its texts are written aside as a CSV file, so that they are typed as those of any
/// text file are; DuckDB's own reader takes numbers as floats. Blank lines are no rows.
/// </summary>
sealed class ReadableJson(string path, string name, SourceDefinition source, string aside) : ReadableFile
{
    readonly Contract _contract = source.Contract;
    readonly JsonLine _line = new(source.Contract.Columns);
    readonly List<Flaw> _flaws = [];
    readonly StringBuilder _row = new();
    long _lines;
    long _records;

    public static async Task<ReadableFile> OpenAsync(string path, string name, SourceDefinition source, Lake lake, CancellationToken cancellationToken)
    {
        var delivery = new ReadableJson(path, name, source, Lake.Aside(lake.Splits));
        try
        {
            await Unpacked.ReadingAsync(name, () => delivery.ReadAsync(cancellationToken));
            return delivery;
        }
        catch
        {
            delivery.Dispose();
            throw;
        }
    }

    public override Task<long> CountedAsync() => Task.FromResult(_records);

    public override string PlaceOf(long record)
    {
        using var reader = new StreamReader(Unpacked.Open(path, name));
        if (PagedRows.AreIn(name))
        {
            return PagedRows.PlaceOf(reader, record);
        }

        var number = 0L;
        for (var left = record; left > 0 && reader.ReadLine() is { } text; number++)
        {
            left -= string.IsNullOrWhiteSpace(text) ? 0 : 1;
        }

        return $"line {number}";
    }

    public override void Dispose() => File.Delete(aside);

    async Task ReadAsync(CancellationToken cancellationToken)
    {
        await using (var texts = new StreamWriter(aside, append: false, new UTF8Encoding(false), 1 << 16))
        {
            texts.Write(string.Join(',', _contract.Columns.Select((_, position) => $"c{position}")) + "\n");
            var pipe = PipeReader.Create(Unpacked.Open(path, name), new(bufferSize: 1 << 16));
            while (true)
            {
                var read = await pipe.ReadAsync(cancellationToken);
                var rest = read.Buffer;
                while (rest.PositionOf((byte)'\n') is { } end)
                {
                    Take(rest.Slice(0, end), isEnded: true, texts);
                    rest = rest.Slice(rest.GetPosition(1, end));
                }

                if (rest.Length > CsvRecord.Longest)
                {
                    throw Broken("The line is longer than 2 MB.", "Deliver one JSON object per line.");
                }

                if (read.IsCompleted)
                {
                    Take(rest, isEnded: false, texts);
                    await pipe.CompleteAsync();
                    break;
                }

                pipe.AdvanceTo(rest.Start, rest.End);
            }
        }

        // Nothing tells what an empty file would hold: it is taken at the contract's word.
        Header = _line.Seen.Count == 0
            ? [.. _contract.Columns.Select(column => column.Name)]
            : [.. _contract.Columns.Select(column => column.Name).Where(_line.Seen.Contains), .. _line.Seen.Except(_contract.Columns.Select(column => column.Name)).Order(StringComparer.Ordinal)];
        FileHeader.Positions(Header, _contract, name);
        Flaws = _flaws;
        var raw = _contract.Columns.Select((column, position) => $"{Sql.Text(column.Name)}, c{position}");
        Query = new(
            CsvFile.Texts(aside, _contract.Columns.Count, new(), ", nullstr = '', allow_quoted_nulls = false"),
            [.. _contract.Columns.Select((column, position) => new TypedColumn(column, position, source))],
            $"json_object({Sql.List(raw)})");
    }

    void Take(ReadOnlySequence<byte> sequence, bool isEnded, StreamWriter texts)
    {
        var bytes = sequence.IsSingleSegment ? sequence.FirstSpan : sequence.ToArray();
        _lines++;
        bytes = _lines == 1 && bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
        if (bytes.Trim(" \t\r"u8).IsEmpty)
        {
            return;
        }

        if (!Utf8.IsValid(bytes))
        {
            throw Broken("The bytes are not UTF-8.", "Deliver the file in UTF-8.");
        }

        _records++;
        var flaw = _line.Read(bytes, out var isJson);
        if (flaw is { } wrong)
        {
            if (!isJson && !isEnded)
            {
                throw Broken("The last line is no whole JSON object.", "Deliver the file again: it is cut off.");
            }

            _flaws.Add(new(_records, wrong.Column, wrong.Value, wrong.Reason, Raw.Of(bytes)));
        }

        _row.Clear();
        foreach (var (text, position) in _line.Texts.Select((text, position) => (flaw is null ? text : null, position)))
        {
            _row.Append(position == 0 ? "" : ",");
            if (text is not null)
            {
                _row.Append('"').Append(text.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
            }
        }

        texts.Write(_row.Append('\n'));
    }

    StepFailedException Broken(string message, string remedy) => Failure.Permanent($"{name}, line {Math.Max(_lines, 1)}", message, remedy);
}
