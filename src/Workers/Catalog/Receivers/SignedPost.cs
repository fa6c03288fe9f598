using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using StandardWebhooks;

namespace EventedPipelines.Workers.Catalog.Receivers;

/// <summary>A post signed as Standard Webhooks has it (standardwebhooks.com), with a CloudEvent (version 1.0, structured JSON) as its body.</summary>
public static class SignedPost
{
    const string ContentType = "application/cloudevents+json";

    static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <param name="cloudEvent">With all its attributes.</param>
    /// <param name="url">Where to post.</param>
    /// <param name="id">The webhook's id: the same for each attempt.</param>
    /// <param name="key">What to sign with.</param>
    /// <param name="now">The real time, which a receiver compares to its own.</param>
    /// <exception cref="NotSentException">The key is none.</exception>
    public static HttpRequestMessage Of(object cloudEvent, Uri url, string id, SigningKey key, DateTimeOffset now)
    {
        var body = JsonSerializer.Serialize(cloudEvent, Json);
        var request = ReceiverHttp.Post(url, Encoding.UTF8.GetBytes(body), ContentType);
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", key.Sign(id, now, body));
        return request;
    }
}

/// <summary>`whsec_` and the key in base64, and the environment variable that it is the value of.</summary>
public sealed record SigningKey(string Value, string Variable)
{
    public string Sign(string id, DateTimeOffset at, string body)
    {
        try
        {
            return new StandardWebhook(Value).Sign(id, at, body);
        }
        catch (FormatException)
        {
            throw new NotSentException($"{Variable} holds no signing key: it is `whsec_` and the key in base64.");
        }
    }

    // Never printed, by whoever logs it.
    public override string ToString() => Variable;
}
