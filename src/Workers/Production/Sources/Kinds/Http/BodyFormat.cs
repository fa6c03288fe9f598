using System.Text;
using System.Text.RegularExpressions;
using EventedPipelines.Domain.Catalog.Contracts;

namespace EventedPipelines.Workers.Production.Sources.Kinds.Http;

/// <summary>What an answer holds: as the source says, else by its content type, else by the ending of its URL.</summary>
static partial class BodyFormat
{
    /// <summary>Null where nothing says it.</summary>
    public static FileFormat? Of(FileFormat? said, string? mediaType, Uri url) => said ?? OfType(mediaType) ?? OfName(url.AbsolutePath);

    /// <summary>A page for people, such as one to sign in on, whatever it was sent as.</summary>
    /// <param name="mediaType">What it was sent as.</param>
    /// <param name="start">The first bytes.</param>
    public static bool IsHtml(string? mediaType, ReadOnlySpan<byte> start) => mediaType is "text/html" or "application/xhtml+xml" || Html.IsMatch(Encoding.UTF8.GetString(start));

    /// <summary>Whether it begins as a gzip file does.</summary>
    public static bool IsPacked(ReadOnlySpan<byte> start) => start is [0x1f, 0x8b, ..];

    static FileFormat? OfType(string? mediaType) => mediaType switch
    {
        "application/json" or "text/json" => FileFormat.Json,
        "application/x-ndjson" or "application/ndjson" or "application/jsonl" or "application/x-jsonlines" or "application/jsonlines" => FileFormat.Jsonl,
        "text/csv" or "application/csv" => FileFormat.Csv,
        "application/vnd.apache.parquet" => FileFormat.Parquet,
        { } other when other.EndsWith("+json", StringComparison.Ordinal) => FileFormat.Json,
        _ => null,
    };

    static FileFormat? OfName(string path) => Path.GetExtension(FileFormats.IsPacked(path) ? path[..^3] : path).ToLowerInvariant() switch
    {
        ".json" => FileFormat.Json,
        ".jsonl" or ".ndjson" => FileFormat.Jsonl,
        ".csv" => FileFormat.Csv,
        ".parquet" => FileFormat.Parquet,
        _ => null,
    };

    [GeneratedRegex(@"\A\uFEFF?\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|title)\b", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    static partial Regex Html { get; }
}
