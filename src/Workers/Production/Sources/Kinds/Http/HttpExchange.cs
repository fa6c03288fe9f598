using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Catalog.Receivers;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources.Kinds.Http;

/// <summary>
/// The requests of one fetch, one after the other, each until it is answered: redirects, what is waited for, and limits. What proves who asks goes to the
/// origin's own host and port alone, wherever a redirect or a link leads.
/// </summary>
sealed class HttpExchange(HttpOrigin origin, Uri first, string? body, HttpSecret? secret, TimeProvider clock)
{
    static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);
    static readonly HttpClient Internet = Client(allowPrivate: false);
    static readonly HttpClient Anywhere = Client(allowPrivate: true);

    // RFC 9110 and 6585: these say that another try may be answered.
    static readonly int[] AskAgain = [408, 425, 429, 500, 502, 503, 504];

    readonly int[] _final = [.. origin.NothingYet ?? [], .. origin.Pages?.EndStatuses ?? []];

    /// <summary>What kept the last request from being answered, for who runs out of time.</summary>
    public string? Trouble { get; private set; }

    public ResponseBody Response { get; } = new(origin);

    public IReadOnlyList<string> Secrets => secret?.Writings ?? [];

    /// <summary>Writes the body of the answer, whatever it is, to a path.</summary>
    /// <param name="url">What to ask for.</param>
    /// <param name="known">By what the server can tell that it is still the same.</param>
    /// <param name="path">Where its body goes.</param>
    /// <param name="place">How errors call the request.</param>
    /// <param name="cancellationToken">Ends the fetch.</param>
    public async Task<HttpAnswer> AskAsync(Uri url, FetchValidator? known, string path, string place, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var answer = await OnceAsync(url, known, path, place, cancellationToken);
                Trouble = null;
                return answer;
            }
            catch (UnansweredException trouble)
            {
                Trouble = trouble.Message;
                var wait = trouble.Wait ?? RetryAfter.Of(null, clock.GetUtcNow(), attempt);
                if (attempt >= (origin.Attempts ?? HttpOrigin.UsualAttempts) || wait > LongestWait)
                {
                    throw Failure.Transient(place, $"{trouble.Message}{(wait > LongestWait ? $" It asks to come back after {Seconds(wait)} s." : $" That was attempt {attempt}.")}",
                        "It is tried again later. If it keeps failing, ask whoever runs the API.", trouble);
                }

                await Task.Delay(wait, clock, cancellationToken);
            }
        }
    }

    async Task<HttpAnswer> OnceAsync(Uri url, FetchValidator? known, string path, string place, CancellationToken cancellationToken)
    {
        var timeout = origin.Timeout ?? HttpOrigin.UsualTimeout;
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(timeout);
        try
        {
            return await FollowAsync(url, known, path, place, limited.Token);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new UnansweredException($"No whole answer came within {Seconds(timeout)} s.", cause: error);
        }
        catch (Exception error) when (error is HttpRequestException or HttpIOException or InvalidDataException)
        {
            throw ServerCertificate.RefusalIn(error) is { } refusal
                ? Failure.Permanent(place, refusal, "Ask whoever runs the API for a certificate that this machine trusts, or let it trust the authority that issued it.", error)
                : CauseIn<StepFailedException>(error) is { Error: var step } failed
                    ? step.Class is ErrorClass.Permanent ? Failure.Permanent(place, step.Message, step.Remedy, failed) : new UnansweredException(step.Message, cause: failed)
                    : new UnansweredException($"There was no whole answer: {Sentence(error)}", cause: error);
        }
    }

    async Task<HttpAnswer> FollowAsync(Uri url, FetchValidator? known, string path, string place, CancellationToken cancellationToken)
    {
        var (at, content) = (url, body);
        for (var redirects = 0; ; redirects++)
        {
            using var request = Request(Allowed(at, place), content, known);
            using var response = await (origin.AllowPrivate ? Anywhere : Internet).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.StatusCode is not (HttpStatusCode.Moved or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect)
                || response.Headers.Location is not { } location)
            {
                return await AnsweredAsync(response, at, path, place, cancellationToken);
            }

            if (redirects == (origin.Redirects ?? HttpOrigin.UsualRedirects))
            {
                throw Failure.Permanent(place, $"It was redirected more than {redirects} times, last to {Shown(new(at, location))}.", "Write the address where the data is as `url`.");
            }

            at = new(at, location);
            content = response.StatusCode is HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect ? content : null;
        }
    }

    Uri Allowed(Uri url, string place) => url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && origin.AllowPrivate)
        ? url
        : throw Failure.Permanent(place, $"{Shown(url)} is not reached by https.", "Use https; http is for a private network, which `allow_private: true` says.");

    HttpRequestMessage Request(Uri url, string? content, FetchValidator? known)
    {
        var request = new HttpRequestMessage(content is null ? HttpMethod.Get : HttpMethod.Post, url);
        if (content is not null)
        {
            request.Content = new StringContent(content, Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json"));
        }

        request.Headers.UserAgent.Add(new("EventedPipelines", null));
        request.Headers.AcceptEncoding.Add(new(ResponseBody.Packed));
        foreach (var header in origin.Headers ?? [])
        {
            request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        }

        if (Uri.Compare(url, first, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0)
        {
            secret?.AddTo(request.Headers);
        }

        Add(request, "If-None-Match", known?.ETag);
        Add(request, "If-Modified-Since", known?.LastModified);
        return request;
    }

    static void Add(HttpRequestMessage request, string name, string? value)
    {
        if (value is not null)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }

    async Task<HttpAnswer> AnsweredAsync(HttpResponseMessage response, Uri url, string path, string place, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        var bytes = await Response.SaveAsync(response.Content, path, place, cancellationToken);
        if (AskAgain.Contains(status) && !_final.Contains(status))
        {
            throw new UnansweredException($"{Shown(url)} answered {await SaidAsync(response, path, cancellationToken)}",
                response.Headers.RetryAfter is { } asked ? RetryAfter.Of(asked, clock.GetUtcNow(), 1) : null);
        }

        var links = response.Headers.TryGetValues("Link", out var values) ? values.ToList() : [];
        var type = response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant();
        return new(status, url, type, response.Headers.ETag?.ToString(), First(response.Content.Headers, "Last-Modified"), links, bytes, IsBounded(response));
    }

    static bool IsBounded(HttpResponseMessage response) =>
        response.Version.Major > 1 || response.Headers.TransferEncodingChunked == true || response.Content.Headers.ContentLength is not null
        || response.Content.Headers.ContentEncoding.Contains(ResponseBody.Packed);

    async Task<string> SaidAsync(HttpResponseMessage response, string path, CancellationToken cancellationToken) =>
        $"{(int)response.StatusCode} {response.ReasonPhrase}: '{await Excerpt.OfAsync(path, Secrets, cancellationToken)}'.";

    /// <summary>Without its query, which may hold what is secret in a link that the server made.</summary>
    public static string Shown(Uri url) => url.GetLeftPart(UriPartial.Path);

    static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);

    static string Sentence(Exception error) => $"{Redaction.Of((error.InnerException ?? error).Message).TrimEnd('.')}.";

    static string? First(HttpHeaders headers, string name) => headers.TryGetValues(name, out var values) ? values.First() : null;

    static TError? CauseIn<TError>(Exception error)
        where TError : Exception
    {
        for (var cause = error; cause is not null; cause = cause.InnerException!)
        {
            if (cause is TError found)
            {
                return found;
            }
        }

        return null;
    }

    // As ReceiverHttp: no proxy, cookies or traces, and no redirect that is not looked at.
    static HttpClient Client(bool allowPrivate)
    {
        var handler = ReceiverHttp.Handler(async (host, port, cancellationToken) =>
            await CheckedConnection.ConnectAsync(await OriginAddress.OfAsync(host, allowPrivate, cancellationToken), port, cancellationToken));
        handler.SslOptions = new() { RemoteCertificateValidationCallback = ServerCertificate.Check(byName: true) };
        return new(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }
}
