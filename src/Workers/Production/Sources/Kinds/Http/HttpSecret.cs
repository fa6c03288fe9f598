using System.Net.Http.Headers;
using System.Text;
using EventedPipelines.Domain.Catalog.Sources;

namespace EventedPipelines.Workers.Production.Sources.Kinds.Http;

/// <summary>By what requests prove who asks. It is never printed.</summary>
sealed class HttpSecret(HttpAuth auth, string secret)
{
    string Encoded => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{auth.Name}:{secret}"));

    /// <summary>Each way in which it could be repeated.</summary>
    public IReadOnlyList<string> Writings => [.. new[] { secret, Uri.EscapeDataString(secret), System.Text.Json.JsonEncodedText.Encode(secret).ToString(), Encoded }.Distinct()];

    public static HttpSecret? Of(HttpAuth? auth, string place) => auth is null ? null : new(auth, OriginSecret.Of(auth.SecretFrom, place));

    public void AddTo(HttpRequestHeaders headers)
    {
        if (auth.Scheme is HttpAuthScheme.Header)
        {
            headers.TryAddWithoutValidation(auth.Name!, secret);
        }
        else
        {
            headers.TryAddWithoutValidation("Authorization", auth.Scheme is HttpAuthScheme.Basic ? $"Basic {Encoded}" : $"Bearer {secret}");
        }
    }
}
