using System.Text.RegularExpressions;

namespace EventedPipelines.Api.Kernel.Http;

/// <summary>Comma-separated values (RFC 4180).</summary>
public static partial class Csv
{
    public const string ContentType = "text/csv";

    /// <summary>Whether the client prefers it to JSON.</summary>
    public static bool IsWanted(HttpRequest request) => request.GetTypedHeaders().Accept
        .Where(accepted => accepted.MediaType.Value is ContentType or "application/json" or "application/*" or "*/*")
        .OrderByDescending(accepted => accepted.Quality ?? 1)
        .FirstOrDefault()?.MediaType.Value is ContentType;

    public static string Line(params IEnumerable<string> cells) => string.Join(',', cells.Select(Cell));

    static string Cell(string text)
    {
        var plain = IsFormula.IsMatch(text) && !IsQuantity.IsMatch(text) ? $"'{text}" : text;
        return plain.AsSpan().IndexOfAny("\",\r\n") < 0 ? plain : $"\"{plain.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    // A spreadsheet takes such a text for a formula and runs it; behind an apostrophe it is a text (owasp.org, CSV Injection). Their wide forms count as well.
    [GeneratedRegex(@"\A\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|\A[\t\r\n]")]
    static partial Regex IsFormula { get; }

    // Numbers and durations, which may be below zero.
    [GeneratedRegex(@"\A-?(?:[0-9]+(?:\.[0-9]+)?|P[0-9DTHMS.]+)\z")]
    static partial Regex IsQuantity { get; }
}
