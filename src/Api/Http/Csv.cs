namespace EventedPipelines.Api.Http;

/// <summary>Comma-separated values (RFC 4180).</summary>
static class Csv
{
    public const string ContentType = "text/csv";

    /// <summary>Whether the client prefers it to JSON.</summary>
    public static bool IsWanted(HttpRequest request) => request.GetTypedHeaders().Accept
        .Where(accepted => accepted.MediaType.Value is ContentType or "application/json" or "application/*" or "*/*")
        .OrderByDescending(accepted => accepted.Quality ?? 1)
        .FirstOrDefault()?.MediaType.Value is ContentType;

    public static string Line(params IEnumerable<string> cells) => string.Join(',', cells.Select(Cell));

    static string Cell(string text) => text.AsSpan().IndexOfAny("\",\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
