using System.Net;
using System.Net.Sockets;

namespace EventedPipelines.Cli.CommandLine;

/// <summary>Whether somebody else listens where we are to serve: asked before anything is started, because a host says it after a dozen alarms of its parts.</summary>
public static class TakenAddress
{
    /// <summary>What a person reads; null where all are free. A port that the system chooses is.</summary>
    public static string? Among(IEnumerable<string> urls) =>
        urls.FirstOrDefault(IsTaken) is { } taken
            ? $"Another process listens at {taken}. End it, or serve elsewhere: --urls or EVENTED_URLS, such as http://127.0.0.1:5081."
            : null;

    /// <summary>Whether somebody listens there.</summary>
    public static bool IsTaken(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Port == 0)
        {
            return false;
        }

        var ip = IPAddress.TryParse(address.Host.Trim('[', ']'), out var given) ? given : IPAddress.Loopback;
        using var listener = new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(new IPEndPoint(ip, address.Port));
            return false;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode is SocketError.AddressAlreadyInUse;
        }
    }
}
