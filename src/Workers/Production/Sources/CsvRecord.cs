using System.Globalization;
using System.Text;
using EventedPipelines.Domain.Catalog.Contracts;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>Reads the records that bytes start with, and holds the later ones to the header's count of columns.</summary>
sealed class CsvRecord(CsvFormat format)
{
    /// <summary>The most bytes of a record, which is also DuckDB's limit.</summary>
    public const int Longest = 2_000_000;

    readonly byte _delimiter = (byte)format.Delimiter[0];
    readonly byte? _quote = format.Quote.Length == 0 ? null : (byte)format.Quote[0];
    readonly CsvQuotes? _quotes = format.Quote.Length == 0 ? null : new((byte)format.Delimiter[0], (byte)format.Quote[0]);

    public CsvBytes Bytes { get; } = new(format.Quote.Length == 0 ? null : (byte)format.Quote[0]);

    /// <summary>How many columns the header has, 0 before it is read.</summary>
    public int Columns { get; private set; }

    /// <summary>The records that the bytes start with, as far as each is one whole line without quotes and with all columns: the bulk of most files.</summary>
    public (int Records, int Bytes) Plain(ReadOnlySpan<byte> rest, long most)
    {
        var (records, bytes) = (0, 0);
        while (records < most && Columns > 1)
        {
            var line = rest[bytes..];
            var end = _quote is { } mark ? line.IndexOfAny((byte)'\n', mark) : line.IndexOf((byte)'\n');
            if (end <= 0 || line[end] != '\n' || line[..end].Count(_delimiter) + 1 != Columns)
            {
                break;
            }

            bytes += end + 1;
            records++;
        }

        return (records, bytes);
    }

    /// <summary>The one record that the bytes start with.</summary>
    public CsvExtent Read(ReadOnlySpan<byte> rest, bool isAll, bool isSuspect)
    {
        var feed = rest.IndexOf((byte)'\n');
        if (feed < 0 && !isAll)
        {
            return rest.Length > Longest ? CsvExtent.Flawed("The line is longer than 2 MB.", "Deliver a CSV file with line ends.") : default;
        }

        var line = feed < 0 ? rest : rest[..feed];
        var extent = _quote is { } mark && line.Contains(mark)
            ? _quotes!.Read(rest, isAll)
            : new(line.Length + (feed < 0 ? 0 : 1), 1, line.Count(_delimiter) + 1, line.Trim((byte)'\r').IsEmpty);
        if (extent.Flaw is not null || extent.Bytes == 0)
        {
            return extent;
        }

        return (isSuspect ? Bytes.FlawIn(rest[..extent.Bytes]) : null) ?? (extent.IsBlank && Columns != 1 ? extent : Counted(extent, rest[extent.Bytes - 1] == '\n'));
    }

    /// <summary>The names in the header, which fixes how many columns every record has; of a file without one, the positions in its first record.</summary>
    public IReadOnlyList<string> Header(ReadOnlySpan<byte> record, int columns)
    {
        Columns = columns;
        Bytes.TakeHeader(record);
        return format.Headless
            ? [.. Enumerable.Range(1, columns).Select(position => position.ToString(CultureInfo.InvariantCulture))]
            : [.. FileHeader.Split(Encoding.UTF8.GetString(record).TrimEnd('\r', '\n'), format.Delimiter[0], format.Quote)];
    }

    /// <summary>A record without values, for one that cannot be read.</summary>
    public byte[] Empty() => [.. Enumerable.Repeat(_delimiter, Columns - 1), .. Bytes.LineEnd];

    // The last record without its line end may be the start of a longer one: then the file is cut off.
    CsvExtent Counted(CsvExtent extent, bool isEnded)
    {
        if (Columns == 0 || extent.Columns == Columns)
        {
            return extent;
        }

        if (extent.Columns < Columns && !isEnded)
        {
            return CsvExtent.Flawed($"The row has {extent.Columns} of {Columns} columns.", "Deliver the file again: it is cut off, or the row is broken.");
        }

        return extent with { Ragged = extent.Columns < Columns ? $"The row has {extent.Columns} of {Columns} columns." : $"The row has {extent.Columns} columns, {(format.Headless ? "the first" : "the header")} {Columns}." };
    }
}
