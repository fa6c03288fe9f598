using System.Buffers;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>Finds the end of a record with quoted values, which may hold delimiters, line ends and doubled quotes.</summary>
sealed class CsvQuotes(byte delimiter, byte quote)
{
    const string Unclosed = "A quoted value that starts in this record never ends: the file is cut off, or a quote inside a value is not doubled.";

    readonly SearchValues<byte> _ends = SearchValues.Create([delimiter, (byte)'\n']);

    public CsvExtent Read(ReadOnlySpan<byte> rest, bool isAll)
    {
        var (at, lines, columns) = (0, 0, 1);
        while (true)
        {
            var open = at + Spaces(rest[at..]);
            if (open < rest.Length && rest[open] == quote)
            {
                at = open + 1;
                if (!Close(rest, ref at, ref lines))
                {
                    return rest.Length > CsvRecord.Longest || isAll ? CsvExtent.Flawed(Unclosed, "Deliver the file again, whole.") : default;
                }

                at += Spaces(rest[at..]);
                at += at < rest.Length && rest[at] == '\r' ? 1 : 0;
                if (at < rest.Length && rest[at] != delimiter && rest[at] != '\n')
                {
                    return CsvExtent.Flawed("Text follows the closing quote of a value.", "Double a quote that stands inside a quoted value, and deliver the file again.", lines);
                }
            }
            else
            {
                var next = rest[at..].IndexOfAny(_ends);
                at = next < 0 ? rest.Length : at + next;
            }

            if (at >= rest.Length && !isAll)
            {
                return default;
            }

            if (at >= rest.Length || rest[at] == '\n')
            {
                return new(Math.Min(at + 1, rest.Length), lines + 1, columns, false);
            }

            at++;
            columns++;
        }
    }

    // DuckDB takes spaces around a quoted value as none of it.
    int Spaces(ReadOnlySpan<byte> bytes)
    {
        var none = bytes.IndexOfAnyExcept((byte)' ');
        return delimiter == ' ' ? 0 : none < 0 ? bytes.Length : none;
    }

    /// <summary>Moves past the closing quote; two together are one quote of the value.</summary>
    bool Close(ReadOnlySpan<byte> rest, ref int at, ref int lines)
    {
        while (rest[at..].IndexOf(quote) is >= 0 and var length)
        {
            lines += rest.Slice(at, length).Count((byte)'\n');
            at += length + 1;
            if (at >= rest.Length || rest[at] != quote)
            {
                return true;
            }

            at++;
        }

        return false;
    }
}
