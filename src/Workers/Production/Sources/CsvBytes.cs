using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>Looks at what no CSV file should hold anywhere: bytes that are no UTF-8, zero bytes, line ends of more than one kind.</summary>
sealed class CsvBytes(byte? quote)
{
    bool? _endsWithReturn;

    /// <summary>Whether whole lines need a look at each: a few fast looks at many lines spare that for most files.</summary>
    public bool AreSuspect(ReadOnlySpan<byte> lines) => lines.Contains((byte)0) || HasOddReturns(lines) || !Utf8.IsValid(lines);

    /// <summary>Fixes the kind of line end for the whole file.</summary>
    public void TakeHeader(ReadOnlySpan<byte> record) => _endsWithReturn = record.EndsWith("\r\n"u8);

    public ReadOnlySpan<byte> LineEnd => _endsWithReturn == true ? "\r\n"u8 : "\n"u8;

    public CsvExtent? FlawIn(ReadOnlySpan<byte> record)
    {
        if (!Utf8.IsValid(record))
        {
            var at = 0;
            while (Rune.DecodeFromUtf8(record[at..], out _, out var bytes) == OperationStatus.Done)
            {
                at += bytes;
            }

            return CsvExtent.Flawed($"The bytes are not UTF-8 (at byte {{offset}}, value 0x{record[at]:x2}).", "Deliver the file in UTF-8, or declare its `encoding`.", record[..at].Count((byte)'\n'),
                at);
        }

        var zero = record.IndexOf((byte)0);
        return zero >= 0
            ? CsvExtent.Flawed("There is a zero byte (at byte {offset}).", "Deliver the file in UTF-8, whole.", record[..zero].Count((byte)'\n'), zero)
            : OddReturnIn(record);
    }

    bool HasOddReturns(ReadOnlySpan<byte> lines)
    {
        var returns = lines.Count((byte)'\r');
        var feeds = returns == 0 ? 0 : lines.Count((byte)'\n');
        return returns == 0 ? _endsWithReturn == true : returns != feeds || lines.Count("\r\n"u8) != feeds || _endsWithReturn == false;
    }

    // DuckDB reads only files whose line ends are all of one kind; inside quotes a carriage return belongs to the value.
    CsvExtent? OddReturnIn(ReadOnlySpan<byte> record)
    {
        var hasFeed = record[^1] == '\n';
        var hasReturn = record.EndsWith("\r\n"u8);
        if (hasFeed && hasReturn != (_endsWithReturn ??= hasReturn))
        {
            return CsvExtent.Flawed($"The line ends with {Name(hasReturn)}, the lines before it with {Name(!hasReturn)}.", "Deliver the file with one kind of line end.");
        }

        var inside = hasFeed ? record[..^(hasReturn ? 2 : 1)] : record.TrimEnd((byte)'\r');
        return inside.Contains((byte)'\r') && !(quote is { } mark && inside.Contains(mark))
            ? CsvExtent.Flawed("There is a CR inside the line.", "End lines with LF or CR LF, quote values that hold line ends, and deliver the file again.")
            : null;
    }

    static string Name(bool withReturn) => withReturn ? "CR LF" : "LF";
}
