using System.Net;
using System.Net.Sockets;

namespace EventedPipelines.Workers.Catalog.Receivers;

/// <summary>
/// Connections to receivers. The address that is checked is the one that is connected: a name that resolves otherwise the next time gets
/// nobody past the check.
/// </summary>
public static class CheckedConnection
{
    /// <param name="host">A name or an address.</param>
    /// <param name="port">Of TCP.</param>
    /// <param name="allowPrivate">Whether the receiver may be in a private network, or on this host.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="NotSentException">
    /// The name is unknown, or one of its addresses is private. Not permanent: who runs the system can put that right, and a page should reach somebody then.
    /// </exception>
    /// <exception cref="SocketException">Nobody listens there.</exception>
    public static async Task<Stream> OpenAsync(string host, int port, bool allowPrivate, CancellationToken cancellationToken)
    {
        var addresses = await ResolveAsync(host, cancellationToken);
        if (!allowPrivate && addresses.FirstOrDefault(PrivateNetworks.Hold) is { } refused)
        {
            throw new NotSentException($"{host} is at {refused}, which is a private address. If that is meant, say `allow_private: true` in policies.yml.");
        }

        return await ConnectAsync(addresses, port, cancellationToken);
    }

    /// <summary>To the first of the addresses that answers. They are taken as they are: who asks has checked them.</summary>
    /// <exception cref="SocketException">Nobody listens there.</exception>
    public static async Task<Stream> ConnectAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <exception cref="NotSentException">The name is unknown.</exception>
    public static async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            return await Dns.GetHostAddressesAsync(host.Trim('[', ']'), cancellationToken);
        }
        catch (SocketException e)
        {
            throw new NotSentException($"{host} cannot be resolved: {e.Message}.");
        }
    }
}
