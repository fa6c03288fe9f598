using System.Security.Cryptography;
using System.Text;

namespace EventedPipelines.Api.Kernel.Http;

/// <summary>The key that every request must show. Kept and compared as a digest, so that the time taken tells nothing, not even a length.</summary>
public sealed class ApiKey(string key)
{
    const string Bearer = "Bearer ";

    readonly byte[] _digest = Digest(key);

    public bool IsShownBy(HttpRequest request) => Shown(request) is { } shown && CryptographicOperations.FixedTimeEquals(Digest(shown), _digest);

    static string? Shown(HttpRequest request) =>
        request.Headers.Authorization.ToString() is var authorization && authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? authorization[Bearer.Length..].Trim()
            : request.Headers["X-Api-Key"] is [{ Length: > 0 } key] ? key : null;

    static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
