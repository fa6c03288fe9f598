using System.Text;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>Text files as plain UTF-8: what is packed or written in another encoding is rewritten aside.</summary>
static class Unpacked
{
    const int Windows1252 = 1252;

    public static Stream Open(string path, string name)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, FileOptions.SequentialScan);
        return FileFormats.IsPacked(name) ? new GzipFile(file) : file;
    }

    /// <summary>Writes a text file without the lines before its header; gives how many bytes those were.</summary>
    public static async Task<long> WriteAsync(string path, string name, CsvFormat csv, string aside, CancellationToken cancellationToken)
    {
        var skipped = 0L;
        await ReadingAsync(name, async () =>
        {
            await using var packed = Open(path, name);
            await using var plain = new FileStream(aside, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
            if (csv.Encoding is TextEncoding.Utf8)
            {
                skipped = await CopyAsync(packed, plain, csv.Skip, cancellationToken);
                return;
            }

            await using var transcoded = Encoding.CreateTranscodingStream(packed, await OfAsync(path, name, csv.Encoding, cancellationToken), Utf8);
            skipped = await CopyAsync(transcoded, plain, csv.Skip, cancellationToken);
        });
        return skipped;
    }

    /// <summary>What a broken package or a wrong encoding means to a person.</summary>
    public static async Task ReadingAsync(string name, Func<Task> read)
    {
        try
        {
            await read();
        }
        catch (InvalidDataException error)
        {
            throw Failure.Permanent(name, "The gzip file is cut off or damaged.", "Deliver the file again, whole.", error);
        }
        catch (DecoderFallbackException error)
        {
            throw Failure.Permanent(name, "The bytes are not in the encoding that the source declares.", "Deliver the file in it, whole, or correct `encoding`.", error);
        }
    }

    static UTF8Encoding Utf8 { get; } = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    static async Task<long> CopyAsync(Stream from, Stream to, int skip, CancellationToken cancellationToken)
    {
        var (skipped, left) = (0L, skip);
        var buffer = new byte[1 << 20];
        while (left > 0 && await from.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            var at = 0;
            while (left > 0 && at < read)
            {
                var end = buffer.AsSpan(at, read - at).IndexOf((byte)'\n');
                left -= end < 0 ? 0 : 1;
                at = end < 0 ? read : at + end + 1;
            }

            skipped += at;
            await to.WriteAsync(buffer.AsMemory(at, read - at), cancellationToken);
        }

        await from.CopyToAsync(to, 1 << 20, cancellationToken);
        return skipped;
    }

    // Without a mark UTF-16 is little endian, as Windows writes it.
    static async Task<Encoding> OfAsync(string path, string name, TextEncoding encoding, CancellationToken cancellationToken)
    {
        switch (encoding)
        {
            case TextEncoding.Latin1:
                return Encoding.Latin1;
            case TextEncoding.Windows1252:
                return CodePagesEncodingProvider.Instance.GetEncoding(Windows1252, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;
        }

        await using var file = Open(path, name);
        var mark = new byte[2];
        var read = await file.ReadAtLeastAsync(mark, 2, throwOnEndOfStream: false, cancellationToken);
        return new UnicodeEncoding(bigEndian: read == 2 && mark is [0xfe, 0xff], byteOrderMark: false, throwOnInvalidBytes: true);
    }
}
