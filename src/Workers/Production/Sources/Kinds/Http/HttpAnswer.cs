namespace EventedPipelines.Workers.Production.Sources.Kinds.Http;

/// <summary>What was answered in the end.</summary>
/// <param name="Status">As it came.</param>
/// <param name="Url">Who answered, after the redirects.</param>
/// <param name="MediaType">Without its parameters.</param>
/// <param name="ETag">As it came.</param>
/// <param name="LastModified">As it came.</param>
/// <param name="Links">The Link headers.</param>
/// <param name="Bytes">Of its body, unpacked from what it was sent in.</param>
/// <param name="IsBounded">Whether something tells where it ends but the closing of the connection, which a server that dies closes too (RFC 9112, 6.3).</param>
sealed record HttpAnswer(int Status, Uri Url, string? MediaType, string? ETag, string? LastModified, IReadOnlyList<string> Links, long Bytes, bool IsBounded);

/// <summary>There was no answer, or one that asks to come again later.</summary>
sealed class UnansweredException(string message, TimeSpan? wait = null, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>What the server asks for.</summary>
    public TimeSpan? Wait { get; } = wait;
}
