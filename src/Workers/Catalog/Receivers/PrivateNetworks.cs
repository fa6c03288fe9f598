using System.Net;
using System.Net.Sockets;

namespace EventedPipelines.Workers.Catalog.Receivers;

/// <summary>
/// The addresses that are no place on the internet: this host, its networks, and groups (the IANA special-purpose registries of IPv4 and
/// IPv6). A workspace that could have something posted there could reach what only the server may.
/// </summary>
public static class PrivateNetworks
{
    static readonly IPNetwork[] Networks =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/3",
            "::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>An IPv4 address inside an IPv6 one, mapped (::ffff:a.b.c.d) or translated (RFC 6052), counts as itself.</summary>
    public static bool Hold(IPAddress address)
    {
        var real = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : Translated.Contains(address) ? new IPAddress(address.GetAddressBytes().AsSpan(12)) : address;
        return Networks.Any(network => network.BaseAddress.AddressFamily == real.AddressFamily && network.Contains(real))
            || real.AddressFamily is not (AddressFamily.InterNetwork or AddressFamily.InterNetworkV6);
    }
}
