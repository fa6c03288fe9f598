using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace EventedPipelines.Tests.Integration.Http;

/// <summary>An answer as a client sees it.</summary>
public sealed record Answer(HttpStatusCode Status, string Text, HttpResponseHeaders Headers, string? ContentType, HttpContentHeaders ContentHeaders)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    public string? ETag => Headers.ETag?.ToString();

    public string Location => $"{Headers.Location}";

    public string[] Values(string array, string field) => [.. Json[array]!.AsArray().Select(item => item![field]!.ToString())];

    /// <summary>Asserts that it is a problem as api.md says, and returns it.</summary>
    public JsonNode Problem(HttpStatusCode status)
    {
        Status.ShouldBe(status, Text);
        ContentType.ShouldBe("application/problem+json");
        Json["status"]!.GetValue<int>().ShouldBe((int)status);
        Json["traceId"]!.ToString().ShouldNotBeEmpty();
        Text.ShouldNotContain("   at ");
        return Json;
    }
}

public sealed class ApiClient(Uri server) : IDisposable
{
    readonly HttpClient _http = new() { BaseAddress = server };

    public Uri Server => server;

    public Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    public Task<Answer> PostAsync(string path, string json, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, new StringContent(json, Encoding.UTF8, "application/json"), headers);

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return new(
            response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), response.Headers,
            response.Content.Headers.ContentType?.MediaType, response.Content.Headers);
    }

    public void Dispose() => _http.Dispose();
}
