using System.Text.Json;
using EventedPipelines.Tests.Integration.Notifications;
using Json.Schema;
using Microsoft.AspNetCore.Http;

namespace EventedPipelines.Tests.Integration.Requests.Ticketing;

/// <summary>What a stand-in for a ticketing system answers. The text may be anything.</summary>
sealed record Answer(int Status, string Text, params (string Name, string Value)[] Headers)
{
    /// <summary>None: the connection ends.</summary>
    public static Answer Cut { get; } = new(0, "");

    public static Answer Json(int status, object body, params (string, string)[] headers) => new(status, JsonSerializer.Serialize(body), headers);

    public async Task WriteAsync(HttpResponse response)
    {
        if (this == Cut)
        {
            response.HttpContext.Abort();
            return;
        }

        response.StatusCode = Status;
        response.ContentType = "application/json; charset=utf-8";
        foreach (var (name, value) in Headers)
        {
            response.Headers[name] = value;
        }

        if (Text.Length > 0)
        {
            await response.WriteAsync(Text);
        }
    }
}

/// <summary>What requests may look like.</summary>
static class Documented
{
    static readonly EvaluationOptions options = new() { OutputFormat = OutputFormat.List };

    /// <summary>What is wrong with a body of JSON; empty where nothing is.</summary>
    public static IEnumerable<string> Complaints(this JsonSchema schema, Post post)
    {
        if (!post.ContentType.StartsWith("application/json", StringComparison.Ordinal))
        {
            return [$"The body is {post.ContentType}."];
        }

        var result = schema.Evaluate(JsonElement.Parse(post.Body), options);
        return result.IsValid ? [] : (result.Details ?? []).Where(detail => detail.Errors is not null).Select(detail => $"{detail.InstanceLocation}: {string.Join("; ", detail.Errors!.Values)}")
            .DefaultIfEmpty("It does not match.");
    }

    /// <summary>The headers that are not there, or are something else.</summary>
    public static IEnumerable<string> Missing(this Post post, params IEnumerable<(string Name, string Value)> headers) =>
        from header in headers
        let found = post.Headers.GetValueOrDefault(header.Name)
        where found != header.Value
        select $"{header.Name} is '{found}'.";
}
