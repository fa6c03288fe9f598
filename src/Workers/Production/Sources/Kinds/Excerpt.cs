using System.Text;
using System.Text.RegularExpressions;

namespace EventedPipelines.Workers.Production.Sources.Kinds;

/// <summary>The beginning of what came, as an error shows it: on one line, without what is secret.</summary>
static partial class Excerpt
{
    const int Longest = 200;

    // Of which nothing is shown that a secret could have been cut in.
    const int Looked = 16 * Longest;

    public static async Task<string> OfAsync(string path, IReadOnlyList<string> secrets, CancellationToken cancellationToken)
    {
        var start = new byte[Looked];
        await using var file = File.OpenRead(path);
        var length = await file.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
        return Of(Encoding.UTF8.GetString(start, 0, length), secrets);
    }

    public static string Of(string text, IReadOnlyList<string> secrets)
    {
        var shown = secrets.OrderByDescending(secret => secret.Length).Aggregate(text, (left, secret) => left.Replace(secret, "***", StringComparison.OrdinalIgnoreCase));
        var line = Unprintable.Replace(shown, " ").Trim();
        return line.Length > Longest ? $"{line[..Longest]}..." : line;
    }

    [GeneratedRegex(@"[\s\p{C}]+")]
    static partial Regex Unprintable { get; }
}
