using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace EventedPipelines.Api.Kernel.Http;

/// <summary>The client's name for one command, however often it is sent, and the digest of the request it was sent with.</summary>
public sealed record IdempotencyKey(string Value, string Request)
{
    public const string Header = "Idempotency-Key";

    const int Longest = 200;

    public static bool IsKey(string text) => text.Length is > 0 and <= Longest && text.All(character => character is >= '!' and <= '~');

    /// <summary>Null where the client sent none. The digest is of the command as understood, so that spaces and order of the JSON do not matter.</summary>
    public static IdempotencyKey? Of(HttpRequest request, object command, JsonSerializerOptions json)
    {
        if (request.Headers[Header].ToString() is not { Length: > 0 } value)
        {
            return null;
        }

        var text = $"{request.Method} {request.Path}\n{JsonSerializer.Serialize(command, command.GetType(), json)}";
        return new(value, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }
}
