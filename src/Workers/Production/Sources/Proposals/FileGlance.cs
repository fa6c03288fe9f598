using System.Text;
using System.Text.Unicode;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources.Proposals;

/// <summary>
/// A file's first and last bytes, unpacked, and what a look at all others says: how many lines there are, and whether they are UTF-8. <paramref name="IsAll"/>: <paramref name="Head"/> is the
/// whole file.
/// </summary>
sealed record FileGlance(byte[] Head, byte[] Tail, long Bytes, long Lines, bool IsUtf8, bool IsAll)
{
    const int TailBytes = 1 << 16;
    const int Piece = 1 << 20;
    const int MostOfEnd = 1 << 24;

    public TextEncoding Encoding { get; } = EncodingOf(Head, IsUtf8);

    /// <summary>The first lines as text, without a mark of the byte order and whole unless it is the whole file.</summary>
    public string Text => Whole(Unmarked(Decoded(Head)));

    /// <summary>Whether <see cref="End"/> is the whole file: rows of a longer one are not all kept, only to look at its end.</summary>
    public bool IsEndAll => IsAll && Head.Length <= MostOfEnd;

    /// <summary>The last lines, whole.</summary>
    public string End => IsEndAll ? Text : Decoded(Tail) is var text && text.IndexOf('\n', StringComparison.Ordinal) is >= 0 and var first ? text[(first + 1)..] : "";

    /// <exception cref="Domain.Production.Runs.StepFailedException">The file is not there, is no text, or is damaged.</exception>
    public static async Task<FileGlance> OfAsync(string path, string name, int headBytes, CancellationToken cancellationToken)
    {
        FileGlance? glance = null;
        await Unpacked.ReadingAsync(name, async () => glance = await ReadAsync(path, name, headBytes, cancellationToken));
        return glance!;
    }

    static async Task<FileGlance> ReadAsync(string path, string name, int headBytes, CancellationToken cancellationToken)
    {
        if (FileFormats.IsPacked(name) && !await IsPackedAsync(path, cancellationToken))
        {
            throw Failure.Permanent(name, "The file is not packed with gzip, though its name says so.", "Pack it, or give it a name that does not end in .gz.");
        }

        await using var file = Unpacked.Open(path, name);
        var head = new byte[headBytes];
        var length = await file.ReadAtLeastAsync(head, headBytes, throwOnEndOfStream: false, cancellationToken);
        head = head[..length];
        var (lines, bytes, rest, tail) = (head.AsSpan().Count((byte)'\n') + 0L, (long)length, new byte[4], head[Math.Max(0, length - TailBytes)..]);
        var kept = Incomplete(head);
        var isUtf8 = Utf8.IsValid(head.AsSpan(0, length - (length == headBytes ? kept : 0)));
        head.AsSpan(length - kept).CopyTo(rest);
        var buffer = new byte[Piece + rest.Length];
        while (length == headBytes)
        {
            rest.AsSpan(0, kept).CopyTo(buffer);
            var read = await file.ReadAtLeastAsync(buffer.AsMemory(kept, Piece), Piece, throwOnEndOfStream: false, cancellationToken);
            if (read == 0)
            {
                isUtf8 &= kept == 0;
                break;
            }

            var piece = buffer.AsSpan(0, kept + read);
            (lines, bytes) = (lines + piece[kept..].Count((byte)'\n'), bytes + read);
            tail = read >= TailBytes ? piece[^TailBytes..].ToArray() : [.. tail[Math.Min(tail.Length, read)..], .. piece[kept..]];
            var cut = Incomplete(piece);
            isUtf8 = isUtf8 && Utf8.IsValid(piece[..^cut]);
            piece[^cut..].CopyTo(rest);
            kept = cut;
        }

        return new(head, tail, bytes, lines, isUtf8, bytes == head.Length);
    }

    static async Task<bool> IsPackedAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        var mark = new byte[2];
        await file.ReadAtLeastAsync(mark, 2, throwOnEndOfStream: false, cancellationToken);
        return mark is [0x1f, 0x8b];
    }

    /// <summary>How many bytes at the end begin a character that goes on behind them.</summary>
    static int Incomplete(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            var lead = bytes[^back];
            if (lead >= 0xc0)
            {
                return back < (lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2) ? back : 0;
            }

            if (lead < 0x80)
            {
                return 0;
            }
        }

        return 0;
    }

    // Windows writes UTF-16 with a mark; without one every other byte of Latin text is zero.
    static TextEncoding EncodingOf(byte[] head, bool isUtf8) => head switch
    {
        [0xff, 0xfe, ..] or [0xfe, 0xff, ..] => TextEncoding.Utf16,
        _ when head.Length >= 4 && head.Take(400).Where((_, at) => at % 2 == 1).Count(sign => sign == 0) * 2 > Math.Min(400, head.Length) / 2 => TextEncoding.Utf16,
        _ when isUtf8 => TextEncoding.Utf8,
        _ when head.AsSpan().IndexOfAny([(byte)0x81, (byte)0x8d, (byte)0x8f, (byte)0x90, (byte)0x9d]) >= 0 => TextEncoding.Latin1,
        _ => TextEncoding.Windows1252,
    };

    string Decoded(byte[] bytes) => Encoding switch
    {
        TextEncoding.Utf8 => System.Text.Encoding.UTF8.GetString(bytes),
        TextEncoding.Latin1 => System.Text.Encoding.Latin1.GetString(bytes),
        TextEncoding.Windows1252 => CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetString(bytes),
        _ => (Head is [0xfe, 0xff, ..] ? System.Text.Encoding.BigEndianUnicode : System.Text.Encoding.Unicode).GetString(bytes),
    };

    static string Unmarked(string text) => text is ['\uFEFF', ..] ? text[1..] : text;

    string Whole(string text) => IsAll ? text : text.LastIndexOf('\n') is >= 0 and var end ? text[..(end + 1)] : "";

    /// <summary>What the file is, by its first bytes rather than its name.</summary>
    public FileFormat FormatOf(string name)
    {
        if (Head is [0x1f, 0x8b, ..])
        {
            throw Failure.Permanent(name, "The file is packed with gzip, and its name does not say so.", "Give it a name that ends in .gz.");
        }

        if (Head is [(byte)'P', (byte)'A', (byte)'R', (byte)'1', ..])
        {
            return FileFormat.Parquet;
        }

        // ZIP and the workbooks of today, workbooks of before, Zstandard, bzip2, PDF.
        byte[][] others = [[.. "PK"u8, 3, 4], [0xd0, 0xcf, 0x11, 0xe0], [0x28, 0xb5, 0x2f, 0xfd], [.. "BZh"u8], [.. "%PDF"u8]];
        if (others.Any(other => Head.AsSpan().StartsWith(other)))
        {
            throw Failure.Permanent(name, "The file is no text: a workbook, an archive or the like.", "Export it as CSV, or deliver it as Parquet or JSON; text may be packed with gzip.");
        }

        var text = Text.AsSpan().TrimStart();
        if (text is not ['{' or '[', ..])
        {
            return FileFormat.Csv;
        }

        return Encoding is TextEncoding.Utf8 ? JsonGlance.IsLines(Head) ? FileFormat.Jsonl : FileFormat.Json
            : throw Failure.Permanent(name, "The file looks like JSON, and is not in UTF-8.", "Deliver it in UTF-8.");
    }
}
