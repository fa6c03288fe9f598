using System.Globalization;
using System.Net;
using System.Text.Json;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Workers.Catalog.Receivers;

namespace EventedPipelines.Workers.Team.Requests;

/// <summary>Asks a ticketing system, and reads its answer.</summary>
public sealed class TicketingHttp(ReceiverHttp http, TimeProvider clock)
{
    const int LargestAnswer = 1 << 20;

    // What was filed is found after a while: in Jira mostly after seconds, and in its own words it may be minutes.
    static readonly TimeSpan UntilFound = TimeSpan.FromMinutes(2);

    static readonly TimeSpan UntilAllowed = TimeSpan.FromMinutes(1);
    static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    public async Task<TicketingAnswer> AskAsync(HttpRequestMessage request, TicketingPolicy policy, CancellationToken cancellationToken)
    {
        using var response = await http.AskAsync(request, "The ticketing system", policy.AllowPrivate, cancellationToken);
        var json = await JsonOf(response, cancellationToken);
        var isLimit = IsLimit(response, json);
        return new((int)response.StatusCode, json, isLimit, WaitOf(response) ?? (isLimit ? UntilAllowed : null));
    }

    /// <summary>
    /// As <see cref="AskAsync"/>, for the request that files a ticket. Where it may be filed although the answer does not say so, the next attempt
    /// is to wait until it would find it.
    /// </summary>
    public async Task<TicketingAnswer> FileAsync(HttpRequestMessage request, TicketingPolicy policy, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await AskAsync(request, policy, cancellationToken);
            return answer.IsSuccess || answer.Status >= 500 ? answer with { RetryAfter = answer.RetryAfter > UntilFound ? answer.RetryAfter : UntilFound } : answer;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            throw new NotFiledException(e.Message, retryAfter: UntilFound, cause: e);
        }
    }

    static async Task<JsonElement> JsonOf(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var content = await response.Content.ReadAsStreamAsync(cancellationToken);
        var bytes = new byte[LargestAnswer];
        var length = await content.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        try
        {
            using var document = JsonDocument.Parse(bytes.AsMemory(0, length));
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }

    // GitHub says it also with 403; of a secondary limit perhaps in nothing but words.
    static bool IsLimit(HttpResponseMessage response, JsonElement json) => response.StatusCode switch
    {
        HttpStatusCode.TooManyRequests => true,
        HttpStatusCode.Forbidden => response.Headers.RetryAfter is not null || IsSpent(response)
            || json.TextAt("message")?.Contains("rate limit", StringComparison.OrdinalIgnoreCase) is true,
        _ => false,
    };

    static bool IsSpent(HttpResponseMessage response) => HeaderOf(response, "x-ratelimit-remaining") == "0";

    TimeSpan? WaitOf(HttpResponseMessage response)
    {
        var now = clock.GetUtcNow();
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - now,
            _ when IsSpent(response) => InstantOf(HeaderOf(response, "x-ratelimit-reset")) - now,
            _ => null,
        };
        return wait is { } known ? TimeSpan.FromTicks(Math.Clamp(known.Ticks, 0, LongestWait.Ticks)) : null;
    }

    // GitHub: seconds since 1970. Jira: ISO 8601.
    static DateTimeOffset? InstantOf(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        ? seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant : null;

    static string? HeaderOf(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? values.First() : null;
}
