using System.Runtime.InteropServices;
using System.Text;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>
/// Rewrites a CSV file that has an escape character (`\"` for a quote in a value) into one with doubled quotes, of the same lines. Before the quote, the delimiter, a line end and
/// itself the escape makes that a character of the value; before any other, both are of the value, so that `\N` can be a token for no value. No value is written as nothing at all and
/// every other in quotes: what was escaped is no token.
/// </summary>
sealed class CsvEscapes(CsvFormat csv, string name, long linesBefore)
{
    const int BufferBytes = 1 << 20;
    const byte Mark = (byte)'"';

    readonly byte _delimiter = (byte)csv.Delimiter[0];
    readonly byte? _quote = csv.Quote.Length == 0 ? null : (byte)csv.Quote[0];
    readonly byte _escape = (byte)csv.Escape![0];
    readonly HashSet<string> _nulls = [.. csv.Nulls ?? [], ""];
    readonly List<byte> _value = [];
    readonly List<byte> _raw = [];
    long _line = linesBefore + 1;
    Place _at = Place.Start;
    bool _isEscaped;

    enum Place
    {
        Start,
        Bare,
        Quoted,
        Closed,
        Returned,
    }

    /// <summary>How what it writes is written.</summary>
    public static CsvFormat Written(CsvFormat csv) => csv with { Delimiter = ",", Quote = "\"", Escape = null };

    public async Task WriteAsync(string from, string to, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        await using var written = new FileStream(to, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
        var buffer = new byte[BufferBytes];
        for (var isFirst = true; await file.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken) is > 0 and var read; isFirst = false)
        {
            var signs = buffer.AsSpan(0, read);
            foreach (var sign in isFirst && signs.StartsWith("\uFEFF"u8) ? signs[3..] : signs)
            {
                Take(sign, written);
            }
        }

        if (_at is Place.Quoted)
        {
            throw Broken("A quoted value never ends: the file is cut off, or a quote inside a value is not escaped.", "Deliver the file again, whole.");
        }

        if (_isEscaped)
        {
            Keep(_escape);
        }

        End(written);
    }

    void Take(byte sign, FileStream written)
    {
        if (_isEscaped)
        {
            _isEscaped = false;
            _raw.Add(sign);
            if (sign != _escape && sign != _quote && sign is not ((byte)'\n' or (byte)'\r') && (sign != _delimiter || _at is Place.Quoted))
            {
                _value.Add(_escape);
            }

            _value.Add(sign);
            Count(sign);
            return;
        }

        switch (_at)
        {
            case Place.Start or Place.Bare when sign == _quote && CollectionsMarshal.AsSpan(_raw).IndexOfAnyExcept((byte)' ') < 0:
                Clear();
                _at = Place.Quoted;
                break;
            case Place.Quoted when sign == _quote:
                _at = Place.Closed;
                break;
            case Place.Start or Place.Bare or Place.Quoted when sign == _escape:
                _at = _at is Place.Start ? Place.Bare : _at;
                _isEscaped = true;
                _raw.Add(sign);
                break;
            case Place.Start or Place.Bare or Place.Closed when sign == _delimiter:
                End(written);
                written.WriteByte((byte)',');
                break;
            case not Place.Quoted when sign == (byte)'\n':
                EndLine(written);
                break;
            case Place.Closed when sign is (byte)' ' or (byte)'\r':
                _at = sign is (byte)'\r' ? Place.Returned : _at;
                break;
            case Place.Closed or Place.Returned:
                throw Broken("Text follows the closing quote of a value.", $"Write '{csv.Escape}' before a quote that stands inside a quoted value, and deliver the file again.");
            default:
                _at = _at is Place.Start ? Place.Bare : _at;
                Keep(sign);
                break;
        }

        Count(sign);
    }

    void Keep(byte sign)
    {
        _value.Add(sign);
        _raw.Add(sign);
    }

    void Count(byte sign) => _line += sign == (byte)'\n' ? 1 : 0;

    // A carriage return before the line end is of that.
    void EndLine(FileStream written)
    {
        var isBare = _at is Place.Bare && _value is [.., (byte)'\r'];
        var hasReturn = isBare || _at is Place.Returned;
        if (isBare)
        {
            _value.RemoveAt(_value.Count - 1);
            _raw.RemoveAt(_raw.Count - 1);
        }

        End(written);
        written.Write(hasReturn ? "\r\n"u8 : "\n"u8);
    }

    void End(FileStream written)
    {
        if (!IsNull)
        {
            written.WriteByte(Mark);
            foreach (var sign in CollectionsMarshal.AsSpan(_value))
            {
                if (sign == Mark)
                {
                    written.WriteByte(Mark);
                }

                written.WriteByte(sign);
            }

            written.WriteByte(Mark);
        }

        Clear();
    }

    void Clear()
    {
        _value.Clear();
        _raw.Clear();
        _at = Place.Start;
    }

    bool IsNull => _nulls.Contains(Encoding.UTF8.GetString(CollectionsMarshal.AsSpan(_raw)));

    StepFailedException Broken(string message, string remedy) => Failure.Permanent($"{name}, line {_line}", message, remedy);
}
