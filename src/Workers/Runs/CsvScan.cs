using EventedPipelines.Domain.Pipelines;

namespace EventedPipelines.Workers.Runs;

/// <summary>
/// Goes once through the bytes of a CSV file (RFC 4180, UTF-8, LF or CR LF, with or without BOM) to find its header, count its records
/// and say exactly where it is broken. DuckDB reads the values; this says what a person needs to know when it can't, and that both
/// counted the same rows.
/// </summary>
sealed class CsvScan(Stream file, CsvFormat format, CancellationToken cancellation)
{
    const int BufferBytes = 2 * CsvRecord.Longest;

    readonly byte[] buffer = GC.AllocateUninitializedArray<byte>(BufferBytes);
    readonly CsvRecord record = new(format);
    int start;
    int end;
    long offset;
    bool isAtEnd;
    bool isSuspect;

    /// <summary>Scans the file, or as far as the record <paramref name="upTo"/> (the header is 0).</summary>
    public static CsvShape Read(string path, CsvFormat format, CancellationToken cancellation, long upTo = long.MaxValue)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        return new CsvScan(file, format, cancellation).Read(upTo);
    }

    CsvShape Read(long upTo)
    {
        IReadOnlyList<string> header = [];
        var line = 1L;
        var startsAt = 1L;
        var records = -1L;
        Fill();
        SkipMark();
        while (records < upTo && (start < end || Fill()))
        {
            var rest = buffer.AsSpan(start, end - start);
            var (plain, bytes) = isSuspect ? default : record.Plain(rest, upTo - records);
            if (plain > 0)
            {
                start += bytes;
                line += plain;
                records += plain;
                startsAt = line - 1;
                continue;
            }

            var read = record.Read(rest, isAtEnd, isSuspect);
            if (read.Flaw is { } flaw)
            {
                return new(header, records, startsAt, new(line + read.Lines, flaw.Message.Replace("{offset}", $"{offset + start + read.Bytes}", StringComparison.Ordinal), flaw.Remedy));
            }

            if (read.Bytes == 0)
            {
                Fill();
                continue;
            }

            var isBlank = read.IsBlank && record.Columns != 1;
            if (!isBlank)
            {
                startsAt = line;
                records++;
                header = records == 0 ? record.Header(rest[..read.Bytes], read.Columns) : header;
            }

            start += read.Bytes;
            line += read.Lines;
        }

        return new(header, records, startsAt, records < 0 ? new(1, "The file is empty: it has no header.", "Deliver it with its header line, and with no rows if there are none.") : null);
    }

    /// <summary>Moves what is not yet read to the front and reads on. False at the end of the file.</summary>
    bool Fill()
    {
        cancellation.ThrowIfCancellationRequested();
        if (isAtEnd)
        {
            return start < end;
        }

        Buffer.BlockCopy(buffer, start, buffer, 0, end - start);
        offset += start;
        end -= start;
        start = 0;
        var bytes = file.ReadAtLeast(buffer.AsSpan(end), buffer.Length - end, throwOnEndOfStream: false);
        end += bytes;
        isAtEnd = end < buffer.Length;
        isSuspect = record.Bytes.AreSuspect(isAtEnd ? buffer.AsSpan(0, end) : buffer.AsSpan(0, 1 + buffer.AsSpan(0, end).LastIndexOf((byte)'\n')));
        return start < end;
    }

    void SkipMark()
    {
        if (buffer.AsSpan(0, end).StartsWith("\uFEFF"u8))
        {
            start = 3;
        }
    }
}
