using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EventedPipelines.Tests.Integration.Hosts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace EventedPipelines.Tests.Integration.Sources;

/// <summary>A third party's API on loopback that answers as its test says.</summary>
sealed class ShopApi : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly ConcurrentQueue<Asked> _asked = [];

    ShopApi(WebApplication app) => _app = app;

    public string Url => _app.Urls.First();

    /// <summary>Every request, in its order.</summary>
    public IReadOnlyList<Asked> Requests => [.. _asked];

    /// <param name="answer">Gets the number of the request, from 1.</param>
    /// <param name="certificate">For https.</param>
    public static async Task<ShopApi> StartAsync(Func<int, HttpContext, Task> answer, X509Certificate2? certificate = null)
    {
        var builder = HostLogs.Builder();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.ListenLocalhostAt(certificate));
        var api = new ShopApi(builder.Build());
        var number = 0;
        api._app.Run(async context =>
        {
            using var body = new StreamReader(context.Request.Body);
            api._asked.Enqueue(new(
                context.Request.Method,
                $"{context.Request.Path}{context.Request.QueryString}",
                context.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString()),
                await body.ReadToEndAsync()));
            await answer(Interlocked.Increment(ref number), context);
        });
        await api._app.StartAsync();
        return api;
    }

    /// <summary>Answers every request with this JSON.</summary>
    public static Task<ShopApi> StartAsync(params string[] pages) => StartAsync((number, context) => context.JsonAsync(pages[Math.Min(number, pages.Length) - 1]));

    /// <summary>One that nobody trusts, for this host unless for another, until tomorrow unless it has run out.</summary>
    public static X509Certificate2 SelfSigned(string subject, string? host = null, bool isOver = false)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(System.Net.IPAddress.Parse(host ?? "127.0.0.1"));
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(isOver ? -1 : 1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    public async ValueTask DisposeAsync()
    {
        // What hangs is cut off.
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}

/// <param name="Target">Path and query as they were sent.</param>
sealed record Asked(string Method, string Target, Dictionary<string, string> Headers, string Body);

static class Answers
{
    public static void ListenLocalhostAt(this Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions kestrel, X509Certificate2? certificate) =>
        kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        });

    public static Task JsonAsync(this HttpContext context, string json) => context.TextAsync(json, "application/json");

    public static async Task TextAsync(this HttpContext context, string text, string type, int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        await context.Response.WriteAsync(text);
    }
}
