using System.Buffers.Binary;
using System.IO.Compression;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>
/// Unpacks a gzip file and holds it to the length that stands at its end: .NET takes a file that was cut off for one that ends there. One
/// that is several in a row is refused, too, as its length is told nowhere.
/// </summary>
sealed class GzipFile(FileStream file) : Stream
{
    const int Smallest = 18;

    readonly GZipStream _unpacked = new(file, CompressionMode.Decompress);
    long _total;

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
        Span<byte> length = stackalloc byte[4];
        if (file.Length >= Smallest)
        {
            RandomAccess.Read(file.SafeFileHandle, length, file.Length - length.Length);
        }

        return file.Length >= Smallest && BinaryPrimitives.ReadUInt32LittleEndian(length) == (uint)_total
            ? 0
            : throw new InvalidDataException("The file's length is not the one at its end.");
    }
}
