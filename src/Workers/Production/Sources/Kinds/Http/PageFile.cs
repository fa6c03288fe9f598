using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources.Kinds.Http;

/// <summary>A page as it came, under a name that tells what it is.</summary>
sealed class PageFile
{
    const int Start = 4096;

    readonly bool _isPacked;

    PageFile(FileFormat format, bool isPacked, string path) => (Format, _isPacked, Path) = (format, isPacked, path);

    public FileFormat Format { get; }

    public string Path { get; }

    /// <summary>Where a page is written to before it is known what it is.</summary>
    public static string CameAt(FetchFolder folder, int number) => folder.PathOf(PagedRows.PageName(number, "body"));

    /// <summary>Looks at a page that came, and names it.</summary>
    /// <exception cref="StepFailedException">It is HTML, or nothing says what it is.</exception>
    public static async Task<PageFile> OfAsync(FetchFolder folder, int number, HttpAnswer answer, FileFormat? said, string place, string excerpt, CancellationToken cancellationToken)
    {
        var came = CameAt(folder, number);
        var start = await StartAsync(came, cancellationToken);
        if (BodyFormat.IsHtml(answer.MediaType, start))
        {
            File.Move(came, folder.PathOf(PagedRows.PageName(number, "html")));
            throw Failure.Transient(place, $"The answer is a page of HTML with status 200, no data: '{excerpt}'.",
                "It is tried again later. Open the address in a browser: it may be one to sign in on, or say that the API is being worked on.");
        }

        if (BodyFormat.Of(said, answer.MediaType, answer.Url) is not { } format)
        {
            throw Failure.Permanent(place, $"Nothing says what the answer is: its content type is {answer.MediaType ?? "missing"}; it begins with '{excerpt}'.",
                "Say it with `format: json`, jsonl, csv or parquet.");
        }

        var isPacked = format is not FileFormat.Parquet && BodyFormat.IsPacked(start);
        var path = folder.PathOf(PagedRows.PageName(number, $"{format.ToString().ToLowerInvariant()}{(isPacked ? ".gz" : "")}"));
        File.Move(came, path);
        return new(format, isPacked, path);
    }

    /// <summary>Whether it may be cut off inside of its last line, and only the line end that lacks shows it.</summary>
    public async Task<bool> IsUnendedAsync(CancellationToken cancellationToken)
    {
        if (_isPacked || Format is not (FileFormat.Csv or FileFormat.Jsonl))
        {
            return false;
        }

        await using var file = File.OpenRead(Path);
        file.Position = Math.Max(0, file.Length - 1);
        var last = new byte[1];
        return await file.ReadAsync(last, cancellationToken) == 1 && last[0] is not ((byte)'\n' or (byte)'\r');
    }

    /// <summary>Reads what it unpacks to, where it is a packed file.</summary>
    public Task UnpackingAsync(Func<Stream, Task> read) => !_isPacked ? Task.CompletedTask : Unpacked.ReadingAsync(System.IO.Path.GetFileName(Path), async () =>
    {
        await using var unpacked = Unpacked.Open(Path, Path);
        await read(unpacked);
    });

    /// <summary>Adds its rows to a file; gives how many there are, and its JSON.</summary>
    public async Task<(long Count, ReadOnlyMemory<byte> Json)> RowsAsync(string to, string? at, string place, string excerpt, CancellationToken cancellationToken)
    {
        var json = WithoutMark(_isPacked ? await UnpackedAsync(cancellationToken) : await File.ReadAllBytesAsync(Path, cancellationToken));
        await using var rows = new FileStream(to, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
        return (JsonRows.Write(json.Span, at, place, excerpt, rows), json);
    }

    async Task<byte[]> UnpackedAsync(CancellationToken cancellationToken)
    {
        using var plain = new MemoryStream();
        await UnpackingAsync(unpacked => unpacked.CopyToAsync(plain, cancellationToken));
        return plain.ToArray();
    }

    static async Task<byte[]> StartAsync(string path, CancellationToken cancellationToken)
    {
        var start = new byte[Start];
        await using var file = File.OpenRead(path);
        return start[..await file.ReadAtLeastAsync(start, Start, throwOnEndOfStream: false, cancellationToken)];
    }

    static ReadOnlyMemory<byte> WithoutMark(byte[] json) => json.AsSpan().StartsWith("\uFEFF"u8) ? json.AsMemory(3) : json;
}
