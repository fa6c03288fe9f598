using System.Text;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>Text files as plain UTF-8: what is packed or written in another encoding is rewritten aside.</summary>
static class Unpacked
{
    public static Stream Open(string path, string name)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, FileOptions.SequentialScan);
        return FileFormats.IsPacked(name) ? new GzipFile(file) : file;
    }

    /// <summary>Whether DuckDB can't read the file as it is.</summary>
    public static bool IsNeeded(string name, TextEncoding encoding) => FileFormats.IsPacked(name) || encoding is not TextEncoding.Utf8;

    public static async Task WriteAsync(string path, string name, TextEncoding encoding, string aside, CancellationToken cancellationToken)
    {
        await ReadingAsync(name, async () =>
        {
            await using var packed = Open(path, name);
            await using var plain = new FileStream(aside, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
            if (encoding is TextEncoding.Utf8)
            {
                await packed.CopyToAsync(plain, 1 << 20, cancellationToken);
                return;
            }

            await using var transcoded = Encoding.CreateTranscodingStream(packed, await OfAsync(path, name, encoding, cancellationToken), Utf8);
            await transcoded.CopyToAsync(plain, 1 << 20, cancellationToken);
        });
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
            throw Failure.Permanent(name, "The gzip file is cut off or damaged.", "Deliver the file again, whole and packed in one piece.", error);
        }
        catch (DecoderFallbackException error)
        {
            throw Failure.Permanent(name, "The bytes are not in the encoding that the source declares.", "Deliver the file in it, whole, or correct `encoding`.", error);
        }
    }

    static UTF8Encoding Utf8 { get; } = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // Without a mark UTF-16 is little endian, as Windows writes it.
    static async Task<Encoding> OfAsync(string path, string name, TextEncoding encoding, CancellationToken cancellationToken)
    {
        if (encoding is TextEncoding.Latin1)
        {
            return Encoding.Latin1;
        }

        await using var file = Open(path, name);
        var mark = new byte[2];
        var read = await file.ReadAtLeastAsync(mark, 2, throwOnEndOfStream: false, cancellationToken);
        return new UnicodeEncoding(bigEndian: read == 2 && mark is [0xfe, 0xff], byteOrderMark: false, throwOnInvalidBytes: true);
    }
}
