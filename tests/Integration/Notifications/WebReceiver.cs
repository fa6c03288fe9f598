using System.Collections.Concurrent;
using EventedPipelines.Tests.Integration.Hosts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace EventedPipelines.Tests.Integration.Notifications;

/// <summary>A web server on loopback that answers as its test says.</summary>
sealed class WebReceiver : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly ConcurrentQueue<Post> _posts = [];

    WebReceiver(WebApplication app) => _app = app;

    public string Site => _app.Urls.First();

    public string Url => $"{Site}/take";

    /// <summary>In the order in which they came.</summary>
    public IReadOnlyList<Post> Posts => [.. _posts];

    /// <summary>Takes posts.</summary>
    /// <param name="answer">Gets the number of the post, from 1, and the response to write.</param>
    public static Task<WebReceiver> StartAsync(Func<int, HttpResponse, Task>? answer = null)
    {
        var number = 0;
        return ServeAsync((_, response) => answer?.Invoke(Interlocked.Increment(ref number), response) ?? Task.CompletedTask, HttpMethods.Post);
    }

    /// <summary>Takes requests of these methods.</summary>
    public static async Task<WebReceiver> ServeAsync(Func<Post, HttpResponse, Task> answer, params string[] methods)
    {
        var builder = HostLogs.Builder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new WebReceiver(builder.Build());
        receiver._app.MapMethods("/{**path}", methods, async context =>
        {
            var request = context.Request;
            using var body = new StreamReader(request.Body);
            var post = new Post(
                request.Method,
                request.Path,
                request.QueryString.Value ?? "",
                request.ContentType ?? "",
                request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString()),
                await body.ReadToEndAsync());
            receiver._posts.Enqueue(post);
            await answer(post, context.Response);
        });
        await receiver._app.StartAsync();
        return receiver;
    }

    public async ValueTask DisposeAsync()
    {
        // What hangs is cut off.
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}

/// <param name="Query">As it was sent, with its question mark.</param>
sealed record Post(string Method, string Path, string Query, string ContentType, IReadOnlyDictionary<string, string> Headers, string Body);
