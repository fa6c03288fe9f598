namespace EventedPipelines.Workers.Catalog.Receivers;

/// <summary>Messages of other people's code as the history keeps them: they name hosts, and may name more.</summary>
public static class Redaction
{
    const int LongestError = 300;

    /// <summary>On one line and not too long, without what is hidden.</summary>
    public static string Of(string message, params IEnumerable<string?> hidden)
    {
        var text = hidden.Where(secret => !string.IsNullOrEmpty(secret))
            .Aggregate(message.ReplaceLineEndings(" "), (shown, secret) => shown.Replace(secret!, "***", StringComparison.OrdinalIgnoreCase));
        return text.Length > LongestError ? $"{text[..LongestError]}..." : text;
    }
}
