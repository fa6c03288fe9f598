using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace EventedPipelines.Api.Team.OnCall;

/// <summary>The secret part of a feed's address: the feed's id and 32 random bytes. Whoever knows it reads the feed.</summary>
public static class FeedSecret
{
    const int Bytes = 32;
    const int IdLength = 32;

    /// <summary>The token for the address, and the hash to keep.</summary>
    public static (string Token, string Hash) New(Guid feed)
    {
        var token = $"{feed:N}{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes))}";
        return (token, HashOf(token));
    }

    /// <summary>Whose token it would be; null where it is none.</summary>
    public static Guid? FeedOf(string? token) => token?.Length > IdLength && Guid.TryParseExact(token[..IdLength], "N", out var feed) ? feed : null;

    public static bool IsOf(string token, string hash) => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(HashOf(token)), Encoding.ASCII.GetBytes(hash));

    static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
