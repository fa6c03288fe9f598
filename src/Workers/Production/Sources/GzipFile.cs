using System.Buffers.Binary;
using System.IO.Compression;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>
/// Unpacks a gzip file, or several in a row, and holds it to its end: .NET takes a file that was cut off for one that ends there, unless the process asks for strict validation, and
/// what is no gzip behind one for nothing. Without that setting only one is taken, by the length that stands at its end.
/// </summary>
sealed class GzipFile : Stream
{
    const string Strict = "System.IO.Compression.UseStrictValidation";
    const int Smallest = 18;

    readonly FileStream _file;
    readonly Packed _packed;
    readonly GZipStream _unpacked;
    long _total;

    public GzipFile(FileStream file)
    {
        _file = file;
        _packed = new(file);
        _unpacked = new(_packed, CompressionMode.Decompress);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _total;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = _unpacked.Read(buffer);
        _total += read;
        return read > 0 || buffer.IsEmpty ? read : AtEnd();
    }

    public override void Flush()
    {
        // It is only read.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _unpacked.Dispose();
        base.Dispose(disposing);
    }

    int AtEnd()
    {
        if (!_packed.IsAtEnd)
        {
            throw new InvalidDataException("Something else follows in the file.");
        }

        Span<byte> length = stackalloc byte[4];
        if (_file.Length >= Smallest)
        {
            RandomAccess.Read(_file.SafeFileHandle, length, _file.Length - length.Length);
        }

        return _file.Length >= Smallest && ((AppContext.TryGetSwitch(Strict, out var isStrict) && isStrict) || BinaryPrimitives.ReadUInt32LittleEndian(length) == (uint)_total)
            ? 0
            : throw new InvalidDataException("The file's length is not the one at its end.");
    }

    /// <summary>Tells whether the reader asked for what comes behind the last byte, which it does only when all before was gzip.</summary>
    sealed class Packed(FileStream file) : Stream
    {
        public bool IsAtEnd { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => file.Length;

        public override long Position
        {
            get => file.Position;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var read = file.Read(buffer);
            IsAtEnd |= read == 0 && !buffer.IsEmpty;
            return read;
        }

        public override void Flush()
        {
            // It is only read.
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            file.Dispose();
            base.Dispose(disposing);
        }
    }
}
