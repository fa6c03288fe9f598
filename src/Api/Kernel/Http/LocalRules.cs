using System.Net;

namespace EventedPipelines.Api.Kernel.Http;

/// <summary>
/// Who is served without a key: this machine, and no page of another site that its browser has open. Such a page can send requests here,
/// but it cannot choose the Host (other than by DNS rebinding, which gives its own name) nor hide its Origin.
/// </summary>
public static class LocalRules
{
    static readonly string[] Hosts = ["localhost", "127.0.0.1", "[::1]"];

    public static bool IsLocal(IPAddress? client) => client is not null && IPAddress.IsLoopback(client.IsIPv4MappedToIPv6 ? client.MapToIPv4() : client);

    /// <summary>Whether the Host header names this machine and the port that it came in on.</summary>
    public static bool IsKnownHost(HostString host, int port) =>
        Hosts.Contains(host.Host, StringComparer.OrdinalIgnoreCase) && (host.Port ?? 80) == port;

    /// <summary>Whether a command may come from there: no Origin is no browser, or a page of our own.</summary>
    public static bool IsOwnOrigin(string? origin, string scheme, HostString host) =>
        string.IsNullOrEmpty(origin) || origin.Equals($"{scheme}://{host}", StringComparison.OrdinalIgnoreCase);
}
