using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using EventedPipelines.Domain.Catalog.Policies;

namespace EventedPipelines.Workers.Catalog.Receivers;

/// <summary>Asks receivers on the internet, and those in a private network where that is allowed.</summary>
public sealed partial class ReceiverHttp : IDisposable
{
    readonly HttpClient _internet = Client(allowPrivate: false);
    readonly HttpClient _anywhere = Client(allowPrivate: true);

    public static HttpRequestMessage Post(Uri url, byte[] body, string contentType)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return new(HttpMethod.Post, url) { Content = content };
    }

    /// <exception cref="NotSentException">
    /// The receiver answered anything but 2xx; permanently with 4xx, except 408 and 429, which ask for another try. Or as <see cref="AskAsync"/>.
    /// </exception>
    public async Task SendAsync(HttpRequestMessage request, Channel channel, CancellationToken cancellationToken)
    {
        using var response = await AskAsync(request, $"Channel '{channel.Name}'", channel.AllowPrivate, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw new NotSentException($"The receiver of '{channel.Name}' answered {(int)response.StatusCode}{await ReasonAsync(response, cancellationToken)}.", IsPermanent(response.StatusCode));
        }
    }

    /// <summary>Returns when the answer's head is there, whatever it is.</summary>
    /// <param name="request">What to send, and where.</param>
    /// <param name="receiver">How errors call who is asked.</param>
    /// <param name="allowPrivate">Whether it may be in a private network, or on this host.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="NotSentException">The address is not one to send to: only `https`, and `http` where the receiver may be in a private network.</exception>
    public async Task<HttpResponseMessage> AskAsync(HttpRequestMessage request, string receiver, bool allowPrivate, CancellationToken cancellationToken)
    {
        var scheme = request.RequestUri!.Scheme;
        if (scheme != Uri.UriSchemeHttps && !(scheme == Uri.UriSchemeHttp && allowPrivate))
        {
            throw new NotSentException($"{receiver} must be reached by https; only in a private network (`allow_private: true`) by http.");
        }

        request.Headers.UserAgent.Add(new("EventedPipelines", null));
        return await (allowPrivate ? _anywhere : _internet).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    public void Dispose()
    {
        _internet.Dispose();
        _anywhere.Dispose();
    }

    static bool IsPermanent(HttpStatusCode status) => (int)status is >= 400 and < 500 && status is not (HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests);

    // Slack says why in one word, such as no_service. Anything longer could be the request coming back, with what is secret in it.
    static async Task<string> ReasonAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var start = new byte[51];
        await using var content = await response.Content.ReadAsStreamAsync(cancellationToken);
        var length = await content.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
        var word = Encoding.UTF8.GetString(start, 0, length);
        return Word.IsMatch(word) ? $" ({word})" : "";
    }

    /// <summary>No proxy and no redirect: either would connect somewhere that was not checked. No traces: Slack's address is a secret.</summary>
    /// <param name="connect">To a checked address of a host, at a port.</param>
    public static SocketsHttpHandler Handler(Func<string, int, CancellationToken, Task<Stream>> connect) => new()
    {
        ConnectCallback = async (context, cancellationToken) => await connect(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellationToken),
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    };

    static HttpClient Client(bool allowPrivate) => new(Handler((host, port, cancellationToken) => CheckedConnection.OpenAsync(host, port, allowPrivate, cancellationToken)))
    {
        // The sender's limit holds.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    [GeneratedRegex(@"\A[a-z]+(_[a-z]+)*\z")]
    static partial Regex Word { get; }
}
