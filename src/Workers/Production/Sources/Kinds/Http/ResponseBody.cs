using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources.Kinds.Http;

/// <summary>Writes the bodies of a fetch's answers down, each and all of them held to their limits, also unpacked.</summary>
sealed class ResponseBody(HttpOrigin origin)
{
    /// <summary>What a body may be packed with under way.</summary>
    public const string Packed = "gzip";

    const int Megabyte = 1_000_000;

    readonly long _most = (long)(origin.Megabytes ?? HttpOrigin.UsualMegabytes) * Megabyte;
    long _left = (long)(origin.TotalMegabytes ?? HttpOrigin.UsualTotalMegabytes) * Megabyte;

    /// <summary>
    /// Gives how many bytes there are. .NET's own unpacking is left alone: it takes a body that was cut off for one that ends there.
    /// </summary>
    /// <exception cref="HttpIOException">The connection broke.</exception>
    /// <exception cref="InvalidDataException">It is packed and not whole.</exception>
    public async Task<long> SaveAsync(HttpContent content, string path, string place, CancellationToken cancellationToken)
    {
        var encoding = string.Join(", ", content.Headers.ContentEncoding);
        await using var sent = await content.ReadAsStreamAsync(cancellationToken);
        var bytes = encoding switch
        {
            "" or "identity" => await CopyAsync(sent, path, place, cancellationToken),
            Packed or "x-gzip" => await UnpackAsync(sent, path, place, cancellationToken),
            _ => throw Failure.Permanent(place, $"The answer is packed with {encoding}, which was not asked for.", "Ask whoever runs the API to send gzip, or nothing packed."),
        };
        _left -= bytes;
        return bytes;
    }

    /// <summary>What a body that is itself a packed file unpacks to is held to the same limit.</summary>
    /// <exception cref="StepFailedException">It is larger.</exception>
    public async Task CountUnpackedAsync(Stream unpacked, string place, CancellationToken cancellationToken)
    {
        var (buffer, total) = (new byte[1 << 16], 0L);
        while (await unpacked.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            total += read;
            if (total > _most)
            {
                throw TooLarge(place, isTotal: false);
            }
        }
    }

    async Task<long> UnpackAsync(Stream sent, string path, string place, CancellationToken cancellationToken)
    {
        var packed = $"{path}.packed";
        try
        {
            await CopyAsync(sent, packed, place, cancellationToken);
            await using var unpacked = new GzipFile(new(packed, FileMode.Open, FileAccess.Read));
            return await CopyAsync(unpacked, path, place, cancellationToken);
        }
        finally
        {
            File.Delete(packed);
        }
    }

    async Task<long> CopyAsync(Stream from, string path, string place, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None);
        var (buffer, total) = (new byte[1 << 16], 0L);
        while (await ReceivedAsync(from, buffer, cancellationToken) is var read and > 0)
        {
            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            total += read;
            if (total > Math.Min(_most, _left))
            {
                throw TooLarge(place, total > _left);
            }
        }

        return total;
    }

    // What breaks here is the connection, and not the disk.
    static async Task<int> ReceivedAsync(Stream from, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await from.ReadAsync(buffer, cancellationToken);
        }
        catch (IOException error) when (error is not HttpIOException)
        {
            throw new HttpIOException(HttpRequestError.ResponseEnded, error.Message, error);
        }
    }

    StepFailedException TooLarge(string place, bool isTotal) => isTotal
        ? Failure.Permanent(place, $"All answers together are larger than {origin.TotalMegabytes ?? HttpOrigin.UsualTotalMegabytes} MB.", "Ask for less, or raise `total_mb`.")
        : Failure.Permanent(place, $"The answer is larger than {origin.Megabytes ?? HttpOrigin.UsualMegabytes} MB.", "Ask for less at once, with pages, or raise `response_mb`.");
}
