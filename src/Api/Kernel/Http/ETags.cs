using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace EventedPipelines.Api.Kernel.Http;

/// <summary>Entity tags: a stream's version where there is one, else a digest of the answer (RFC 9110, 8.8).</summary>
public static class ETags
{
    public static EntityTagHeaderValue OfVersion(long version) => new(string.Create(CultureInfo.InvariantCulture, $"\"{version}\""));

    public static EntityTagHeaderValue OfContent(ReadOnlySpan<byte> content) =>
        new($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 12))}\"", isWeak: true);

    /// <summary>Whether the client has this very answer already.</summary>
    public static bool IsKnown(RequestHeaders request, EntityTagHeaderValue tag) =>
        request.IfNoneMatch.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false));

    /// <summary>Whether a command was given for another version than this one. Without If-Match it was given for any.</summary>
    public static bool IsStale(RequestHeaders request, long version) =>
        request.IfMatch is { Count: > 0 } expected
        && !expected.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(OfVersion(version), useStrongComparison: true));
}
