using System.Text.Json;

namespace EventedPipelines.Workers.Team.Requests;

/// <param name="Status">Of HTTP.</param>
/// <param name="Json">Undefined where the body is none.</param>
/// <param name="IsLimit">Too much was asked.</param>
/// <param name="RetryAfter">How long to wait at least; null where nothing says so.</param>
public sealed record TicketingAnswer(int Status, JsonElement Json, bool IsLimit, TimeSpan? RetryAfter)
{
    const int LongestReason = 120;

    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>What to throw where it is no success: another try may help with what is too early or too much, with 408 and with 5xx; a person with anything else.</summary>
    /// <param name="system">Who answered.</param>
    /// <param name="reason">Its own words, null or empty without any.</param>
    /// <param name="remedy">What to look at, as half a sentence.</param>
    public NotFiledException Refusal(string system, string? reason, string remedy)
    {
        var because = string.IsNullOrWhiteSpace(reason) ? "" : $" ({(reason.Length > LongestReason ? $"{reason[..LongestReason]}..." : reason)})";
        return IsLimit || Status is 408 or >= 500
            ? new($"{system} answered {Status}{because}.", retryAfter: RetryAfter)
            : new($"{system} answered {Status}{because}: {remedy}", isPermanent: true);
    }

    /// <summary>What to throw where it is a success that says nothing of a ticket.</summary>
    public NotFiledException Unreadable(string system) =>
        new($"{system} answered {Status} without what it should hold: see whether `url` of `ticketing` is right.", retryAfter: RetryAfter);
}

/// <summary>JSON that may be anything.</summary>
static class LooseJson
{
    const int LongestUrl = 2000;

    /// <summary>The text or number under a name; null where there is none.</summary>
    public static string? TextAt(this JsonElement json, string name) => json.At(name) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    public static IEnumerable<JsonElement> ItemsAt(this JsonElement json, string name) => json.At(name).Items();

    public static IEnumerable<JsonElement> Items(this JsonElement json) => json.ValueKind is JsonValueKind.Array ? json.EnumerateArray() : [];

    /// <summary>Undefined where there is nothing under the name.</summary>
    public static JsonElement At(this JsonElement json, string name) =>
        json.ValueKind is JsonValueKind.Object && json.TryGetProperty(name, out var found) ? found : default;

    /// <summary>An address that a page may link to.</summary>
    public static string? UrlAt(this JsonElement json, string name) =>
        json.TextAt(name) is { Length: <= LongestUrl } text && Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme is "https" or "http") ? text : null;
}
