using EventedPipelines.Api.Kernel.Http;

namespace EventedPipelines.Tests.Unit.Http;

public sealed class NearestNameSpecs
{
    [Theory]
    [InlineData("pipline", "pipeline")]
    [InlineData("INTERVAL", "interval")]
    [InlineData("intreval", "interval")]
    [InlineData("something", null)]
    [InlineData("", null)]
    public void the_nearest_name_is_the_one_that_was_probably_meant(string name, string? meant) => NearestName.Of(name, ["pipeline", "interval", "rerun"]).ShouldBe(meant);
}
