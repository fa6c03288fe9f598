using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EventedPipelines.Tests.Integration.Sources;

/// <summary>A server on loopback that sends a body without its length, and says that it ends by closing the connection, as one does that dies.</summary>
sealed class BrokenOffServer : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _stopped = new();
    readonly Task _serving;
    int _requests;

    /// <param name="type">The content type.</param>
    /// <param name="bodies">By request; the last one for all that follow.</param>
    public BrokenOffServer(string type, params string[] bodies)
    {
        _listener.Start();
        _serving = ServeAsync(type, bodies);
    }

    public string Url => $"http://{_listener.LocalEndpoint}";

    public int Requests => _requests;

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        _listener.Stop();
        await _serving;
        _stopped.Dispose();
    }

    async Task ServeAsync(string type, string[] bodies)
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stopped.Token);
                using var reader = new StreamReader(client.GetStream(), leaveOpen: true);
                while (await reader.ReadLineAsync(_stopped.Token) is { Length: > 0 })
                {
                    // To the end of the request.
                }

                var body = bodies[Math.Min(++_requests, bodies.Length) - 1];
                await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\nConnection: close\r\n\r\n{body}"), _stopped.Token);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException)
        {
            // It was stopped.
        }
    }
}
