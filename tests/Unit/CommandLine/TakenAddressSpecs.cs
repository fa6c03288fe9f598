using System.Net;
using System.Net.Sockets;
using EventedPipelines.Cli.CommandLine;

namespace EventedPipelines.Tests.Unit.CommandLine;

public sealed class TakenAddressSpecs
{
    [Fact]
    public void an_address_at_which_somebody_listens_is_named_with_what_to_do()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}";

        TakenAddress.Among(["http://127.0.0.1:0", url]).ShouldBe($"Another process listens at {url}. End it, or serve elsewhere: --urls or EVENTED_URLS, such as http://127.0.0.1:5081.");
    }

    [Fact]
    public void an_address_that_was_left_is_free()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var url = $"http://localhost:{((IPEndPoint)other.LocalEndpoint).Port}";
        other.Stop();

        TakenAddress.Among([url]).ShouldBeNull();
    }

    [Fact]
    public void a_port_that_the_system_chooses_is_free() => TakenAddress.Among(["http://127.0.0.1:0"]).ShouldBeNull();
}
