using System.Security.Cryptography;
using System.Text;

namespace EventedPipelines.Domain.Kernel;

/// <summary>
/// UUIDv5 (RFC 9562, SHA-1) of a natural key, so that starting the same stream twice lands on the same id
/// (architecture.md, Streams). Parts are joined with '/', which no part may contain.
/// </summary>
public static class DerivedId
{
    static readonly Guid Namespace = new("6f1d9c1e-58a4-5d0b-9d53-0f5a2c1b7e44");

    public static Guid Of(params ReadOnlySpan<string> parts)
    {
        foreach (var part in parts)
        {
            if (part.Contains('/', StringComparison.Ordinal))
            {
                throw new ArgumentException($"'{part}' holds a '/', which separates the parts of a stream's key.", nameof(parts));
            }
        }

        var name = Encoding.UTF8.GetBytes(string.Join('/', parts));
        Span<byte> input = new byte[16 + name.Length];
        Namespace.TryWriteBytes(input, bigEndian: true, out _);
        name.CopyTo(input[16..]);

        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // RFC 9562 prescribes SHA-1 for version 5; nothing here is a secret or a signature.
        SHA1.HashData(input, hash);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
