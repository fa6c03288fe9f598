using System.Globalization;
using EventedPipelines.Projections.Kernel.Store;

namespace EventedPipelines.Api.Kernel.Http;

/// <summary>Headers of every response, errors included: they are set when the response starts, after an error handler has cleared what was there.</summary>
public sealed class ResponseHeaders(RequestDelegate next, ApiSettings settings, ReadModelWatch models)
{
    /// <summary>
    /// Of when the lists of runs and incidents are: an instant while a read model lags, else <see cref="Now"/>. On every answer, because many show something
    /// of them; always, because a browser that is told that nothing has changed keeps the headers that it is not told.
    /// </summary>
    public const string AsOf = "Evented-As-Of";

    public const string Now = "now";

    const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(() =>
        {
            Set(context.Response.Headers);
            return Task.CompletedTask;
        });
        return next(context);
    }

    void Set(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (headers.CacheControl.Count == 0)
        {
            // A browser may keep an answer and must ask whether it still holds.
            headers.CacheControl = "private, no-cache";
        }

        if (settings.Simulated)
        {
            headers["Evented-Simulated"] = "true";
        }

        headers[AsOf] = models.AsOf?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) ?? Now;
    }
}
