using EventedPipelines.Domain.Catalog.Contracts;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>
/// Goes once through the bytes of a CSV file (RFC 4180, UTF-8, LF or CR LF, with or without BOM) to find its header, count its records
/// and say exactly where it is broken. DuckDB reads the values; this says what a person needs to know when it can't, and that both
/// counted the same rows.
/// </summary>
sealed class CsvScan(Stream file, CsvFormat format, Stream? repaired, CancellationToken cancellationToken)
{
    // A file with more is not worth its good rows, and neither is the memory.
    const int MostRagged = 100_000;

    const int BufferBytes = 2 * CsvRecord.Longest;

    readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferBytes);
    readonly CsvRecord _record = new(format);
    readonly List<Flaw> _ragged = [];
    int _start;
    int _end;
    long _offset;
    bool _isAtEnd;
    bool _isSuspect;

    /// <summary>
    /// Scans the file, or as far as the record <paramref name="upTo"/> (the header is 0), and writes it to <paramref name="repaired"/> with
    /// empty records for those that have another count of columns than the header, or the first where there is none.
    /// </summary>
    public static CsvShape Read(string path, CsvFormat format, CancellationToken cancellationToken, long upTo = long.MaxValue, Stream? repaired = null)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        return new CsvScan(file, format, repaired, cancellationToken).Read(upTo);
    }

    CsvShape Read(long upTo)
    {
        IReadOnlyList<string> header = [];
        var line = 1L;
        var startsAt = 1L;
        var records = -1L;
        Fill();
        SkipMark();
        while (records < upTo && (_start < _end || Fill()))
        {
            var rest = _buffer.AsSpan(_start, _end - _start);
            var (plain, bytes) = _isSuspect ? default : _record.Plain(rest, upTo - records);
            if (plain > 0)
            {
                repaired?.Write(rest[..bytes]);
                _start += bytes;
                line += plain;
                records += plain;
                startsAt = line - 1;
                continue;
            }

            var read = _record.Read(rest, _isAtEnd, _isSuspect);
            if (read.Flaw is { } flaw)
            {
                return new(header, records, startsAt, new(line + read.Lines, flaw.Message, flaw.Remedy, _offset + _start + read.Bytes), _ragged);
            }

            if (read.Bytes == 0)
            {
                Fill();
                continue;
            }

            var isBlank = read.IsBlank && _record.Columns != 1;
            if (!isBlank)
            {
                startsAt = line;
                records++;
                if (records == 0)
                {
                    header = _record.Header(rest[..read.Bytes], read.Columns);
                    records += format.Headless ? 1 : 0;
                }
            }

            if (read.Ragged is { } reason)
            {
                if (_ragged.Count == MostRagged)
                {
                    return new(header, records, startsAt, new(line, reason, "Deliver the file again: too many of its rows are broken."), _ragged);
                }

                _ragged.Add(new(records, null, null, reason, Raw.Of(rest[..read.Bytes])));
            }

            repaired?.Write(read.Ragged is null ? rest[..read.Bytes] : _record.Empty());
            _start += read.Bytes;
            line += read.Lines;
        }

        return records < 0 && format.Headless ? new([], 0, 1, null, []) : new(header, records, startsAt, records < 0 ? new(1, "The file is empty: it has no header.", "Deliver it with its header line, and with no rows if there are none.") : null, _ragged);
    }

    /// <summary>Moves what is not yet read to the front and reads on. False at the end of the file.</summary>
    bool Fill()
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_isAtEnd)
        {
            return _start < _end;
        }

        Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
        _offset += _start;
        _end -= _start;
        _start = 0;
        var bytes = file.ReadAtLeast(_buffer.AsSpan(_end), _buffer.Length - _end, throwOnEndOfStream: false);
        _end += bytes;
        _isAtEnd = _end < _buffer.Length;
        _isSuspect = _record.Bytes.AreSuspect(_isAtEnd ? _buffer.AsSpan(0, _end) : _buffer.AsSpan(0, 1 + _buffer.AsSpan(0, _end).LastIndexOf((byte)'\n')));
        return _start < _end;
    }

    void SkipMark()
    {
        if (_buffer.AsSpan(0, _end).StartsWith("\uFEFF"u8))
        {
            _start = 3;
        }
    }
}
