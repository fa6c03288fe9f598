using System.Net.Sockets;

namespace EventedPipelines.Tests.Integration.Hosts;

/// <summary>Whether a Docker engine listens where its clients look.</summary>
static class Docker
{
    public static bool Answers { get; } = Look();

    static bool Look()
    {
        var host = Environment.GetEnvironmentVariable("DOCKER_HOST");
        if (host is not null && !host.StartsWith("unix://", StringComparison.Ordinal))
        {
            return true;
        }

        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(host?["unix://".Length..] ?? "/var/run/docker.sock"));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
