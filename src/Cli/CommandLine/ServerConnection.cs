using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using EventedPipelines.Api.Kernel.Http;

namespace EventedPipelines.Cli.CommandLine;

/// <summary>An answer of the api: read, and as it came.</summary>
public sealed record ServerAnswer<T>(T Value, string Json, string? Location);

/// <summary>The command line's side of the api. Its exceptions are for the person.</summary>
public sealed class ServerConnection : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    readonly HttpClient _http;
    bool _hasSaidAsOf;

    /// <param name="server">Where the api is.</param>
    /// <param name="key">The server's key, where it has one.</param>
    /// <param name="actor">The engineer who acts. Where it is null: the holder of the key, or on a server without one the operating system's user.</param>
    public ServerConnection(Uri server, string? key, string? actor = null)
    {
        _http = new() { BaseAddress = server };
        if (!string.IsNullOrEmpty(key))
        {
            _http.DefaultRequestHeaders.Authorization = new("Bearer", key);
        }

        if ((actor ?? (string.IsNullOrEmpty(key) ? UserName : null)) is { } who)
        {
            _http.DefaultRequestHeaders.TryAddWithoutValidation(Actor.Header, who);
        }
    }

    static string UserName => Actor.IsName(Environment.UserName) ? Environment.UserName : Actor.Local;

    public Uri Server => _http.BaseAddress!;

    public static CommandLineException NotRunning(string where) =>
        new(ExitCodes.NotRunning, $"EventedPipelines is not running ({where}). './run' starts it; --url names one that runs elsewhere.");

    public Task<ServerAnswer<T>> GetAsync<T>(string path, CancellationToken cancellationToken) => SendAsync<T>(() => new(HttpMethod.Get, path), cancellationToken);

    /// <summary>As a GET, but a system that restarts meanwhile is waited for.</summary>
    public async Task<ServerAnswer<T>> GetPatientlyAsync<T>(string path, CancellationToken cancellationToken)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return await GetAsync<T>(path, cancellationToken);
            }
            catch (CommandLineException e) when (e.ExitCode is ExitCodes.NotRunning or ExitCodes.NotNow && TimeProvider.System.GetElapsedTime(since) < Patience)
            {
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    /// <summary>With a key of its own, so that the command is done once whatever happens on the way.</summary>
    public Task<ServerAnswer<T>> PostAsync<T>(string path, object command, CancellationToken cancellationToken)
    {
        var key = Guid.CreateVersion7().ToString();
        return SendAsync<T>(
            () => new(HttpMethod.Post, path)
            {
                Content = JsonContent.Create(command, command.GetType(), options: JsonShape.Options),
                Headers = { { IdempotencyKey.Header, key } },
            }, cancellationToken);
    }

    async Task<ServerAnswer<T>> SendAsync<T>(Func<HttpRequestMessage> request, CancellationToken cancellationToken)
    {
        try
        {
            using var message = request();
            using var response = await _http.SendAsync(message, cancellationToken);
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            SayAsOf(response);
            return response.IsSuccessStatusCode
                ? new(JsonSerializer.Deserialize<T>(body, JsonShape.Options)!, body, response.Headers.Location?.ToString())
                : throw Refused(response.StatusCode, body);
        }
        catch (HttpRequestException)
        {
            throw NotRunning(_http.BaseAddress!.ToString());
        }
        catch (JsonException)
        {
            throw new CommandLineException(ExitCodes.Unexpected, $"What answers at {_http.BaseAddress} is not EventedPipelines, or not of this version.");
        }
    }

    // To standard error, so that what programs read stays as it is.
    void SayAsOf(HttpResponseMessage response)
    {
        if (!_hasSaidAsOf && response.Headers.TryGetValues(ResponseHeaders.AsOf, out var values) && values.First() is var asOf and not ResponseHeaders.Now)
        {
            _hasSaidAsOf = true;
            Console.Error.WriteLine($"Runs and incidents are as of {asOf}: what came later is not in the lists yet. 'status' says how far they are.");
        }
    }

    static CommandLineException Refused(HttpStatusCode status, string body)
    {
        var problem = body.StartsWith('{') ? JsonNode.Parse(body) : null;
        var sentences = new[] { problem?["detail"], problem?["remedy"] }.Where(text => text is not null).Select(text => text!.ToString());
        return new(
            (int)status switch
            {
                401 or 403 or 421 => ExitCodes.NoPermission,
                409 or 412 or 429 or 503 => ExitCodes.NotNow,
                >= 500 => ExitCodes.Unexpected,
                _ => ExitCodes.Usage,
            },
            string.Join(' ', sentences) is { Length: > 0 } text ? text : $"The server answered {(int)status}.");
    }

    public void Dispose() => _http.Dispose();
}
