using System.Text;
using System.Text.RegularExpressions;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Catalog.Sources;

namespace EventedPipelines.Workers.Production.Sources.Kinds.Http;

/// <summary>What an answer holds: as the source says, else by its content type, else by the ending of its URL.</summary>
static partial class BodyFormat
{
    /// <summary>Null where nothing says it.</summary>
    public static HttpFormat? Of(HttpFormat? said, string? mediaType, Uri url) => said ?? OfType(mediaType) ?? OfName(url.AbsolutePath);

    /// <summary>A page for people, such as one to sign in on, whatever it was sent as.</summary>
    /// <param name="mediaType">What it was sent as.</param>
    /// <param name="start">The first bytes.</param>
    public static bool IsHtml(string? mediaType, ReadOnlySpan<byte> start) => mediaType is "text/html" or "application/xhtml+xml" || Html.IsMatch(Encoding.UTF8.GetString(start));

    /// <summary>Whether it begins as a gzip file does.</summary>
    public static bool IsPacked(ReadOnlySpan<byte> start) => start is [0x1f, 0x8b, ..];

    static HttpFormat? OfType(string? mediaType) => mediaType switch
    {
        "application/json" or "text/json" => HttpFormat.Json,
        "application/x-ndjson" or "application/ndjson" or "application/jsonl" or "application/x-jsonlines" or "application/jsonlines" => HttpFormat.Jsonl,
        "text/csv" or "application/csv" => HttpFormat.Csv,
        "application/vnd.apache.parquet" => HttpFormat.Parquet,
        { } other when other.EndsWith("+json", StringComparison.Ordinal) => HttpFormat.Json,
        _ => null,
    };

    static HttpFormat? OfName(string path) => Path.GetExtension(FileFormats.IsPacked(path) ? path[..^3] : path).ToLowerInvariant() switch
    {
        ".json" => HttpFormat.Json,
        ".jsonl" or ".ndjson" => HttpFormat.Jsonl,
        ".csv" => HttpFormat.Csv,
        ".parquet" => HttpFormat.Parquet,
        _ => null,
    };

    [GeneratedRegex(@"\A\uFEFF?\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|title)\b", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    static partial Regex Html { get; }
}
