using EventedPipelines.Cli.CommandLine;

namespace EventedPipelines.Tests.Unit.CommandLine;

public sealed class ServerAddressSpecs
{
    [Theory]
    [InlineData("http://127.0.0.1:5080", "http://127.0.0.1:5080/")]
    [InlineData("http://127.0.0.1:5081;http://[::1]:5081", "http://127.0.0.1:5081/")]
    [InlineData("http://*:5080", "http://127.0.0.1:5080/")]
    [InlineData("http://+:5080", "http://127.0.0.1:5080/")]
    [InlineData("http://0.0.0.0:5080", "http://127.0.0.1:5080/")]
    [InlineData("http://[::]:5080", "http://[::1]:5080/")]
    [InlineData("https://pipelines.example", "https://pipelines.example/")]
    public void a_client_reaches_what_a_server_listens_on(string urls, string address) => ServerAddress.Of(urls).ToString().ShouldBe(address);

    [Theory]
    [InlineData("nonsense")]
    [InlineData("ftp://example")]
    public void a_text_that_is_no_address_of_a_server_is_wrong_use(string urls) => Should.Throw<CommandLineException>(() => ServerAddress.Of(urls)).ExitCode.ShouldBe(64);
}
