using System.Net;

namespace EventedPipelines.Api.Kernel.Http;

/// <summary>Where the server may listen: without a key on this machine only (api.md).</summary>
public static class BindingRules
{
    /// <summary>Why the server must not listen on these urls, or null when it may.</summary>
    public static string? Refusal(IEnumerable<string> urls, bool hasKey)
    {
        var open = urls.Where(url => !IsLoopback(url)).ToArray();
        return hasKey || open.Length == 0
            ? null
            : $"{string.Join(", ", open)} can be reached from other machines, and there is no key to keep strangers out. Set EVENTED_API_KEY, or listen on http://127.0.0.1 only.";
    }

    public static bool IsLoopback(string url)
    {
        // '*' and '+' stand for every address; Uri knows neither.
        var address = url.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal);
        return Uri.TryCreate(address, UriKind.Absolute, out var uri)
            && (uri.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip)));
    }
}
