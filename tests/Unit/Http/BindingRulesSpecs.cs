using EventedPipelines.Api.Kernel.Http;

namespace EventedPipelines.Tests.Unit.Http;

public sealed class BindingRulesSpecs
{
    [Theory]
    [InlineData("http://127.0.0.1:5080")]
    [InlineData("http://127.0.0.2:0")]
    [InlineData("http://localhost:5080")]
    [InlineData("http://[::1]:5080")]
    public void an_address_of_this_machine_needs_no_api_key(string url) => BindingRules.Refusal([url], hasKey: false).ShouldBeNull();

    [Theory]
    [InlineData("http://0.0.0.0:5080")]
    [InlineData("http://*:5080")]
    [InlineData("http://+:5080")]
    [InlineData("http://[::]:5080")]
    [InlineData("http://192.168.1.7:5080")]
    [InlineData("http://pipelines.example")]
    [InlineData("nonsense")]
    public void an_address_that_others_can_reach_needs_an_api_key(string url)
    {
        BindingRules.Refusal(["http://127.0.0.1:5080", url], hasKey: false).ShouldNotBeNull().ShouldStartWith($"{url} can be reached");
        BindingRules.Refusal([url], hasKey: true).ShouldBeNull();
    }
}
