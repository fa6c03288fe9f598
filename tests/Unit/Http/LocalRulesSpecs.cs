using System.Net;
using EventedPipelines.Api.Kernel.Http;
using Microsoft.AspNetCore.Http;

namespace EventedPipelines.Tests.Unit.Http;

public sealed class LocalRulesSpecs
{
    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("192.168.1.7", false)]
    [InlineData("::ffff:192.168.1.7", false)]
    public void only_a_client_on_this_machine_is_local(string client, bool local) => LocalRules.IsLocal(IPAddress.Parse(client)).ShouldBe(local);

    [Fact]
    public void a_client_without_an_address_is_not_local() => LocalRules.IsLocal(null).ShouldBeFalse();

    [Theory]
    [InlineData("localhost:5080", 5080, true)]
    [InlineData("[::1]:5080", 5080, true)]
    [InlineData("127.0.0.1", 80, true)]
    [InlineData("LOCALHOST:5080", 5080, true)]
    [InlineData("localhost:5081", 5080, false)]
    [InlineData("localhost.evil.example:5080", 5080, false)]
    [InlineData("", 80, false)]
    public void a_known_host_is_this_machine_at_this_port(string host, int port, bool known) => LocalRules.IsKnownHost(new HostString(host), port).ShouldBe(known);

    [Theory]
    [InlineData(null, true)]
    [InlineData("http://localhost:5080", true)]
    [InlineData("https://localhost:5080", false)]
    [InlineData("http://localhost:3000", false)]
    [InlineData("null", false)]
    public void an_origin_is_our_own_if_it_is_missing_or_this_servers(string? origin, bool own) => LocalRules.IsOwnOrigin(origin, "http", new("localhost:5080")).ShouldBe(own);
}
