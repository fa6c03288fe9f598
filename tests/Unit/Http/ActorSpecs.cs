using EventedPipelines.Api.Kernel.Http;
using Microsoft.AspNetCore.Http;

namespace EventedPipelines.Tests.Unit.Http;

/// <summary>domain.md 8.1.</summary>
public sealed class ActorSpecs
{
    [Theory]
    [InlineData("amara", "api-key", "amara via api-key")]
    [InlineData("api-key", null, "api-key")]
    [InlineData("x via api-key", "local", "x via api-key via local")]
    public void both_who_acts_and_by_whose_right_are_recorded(string name, string? via, string recorded)
    {
        var http = new DefaultHttpContext { User = Actor.Admin(name, via) };
        (http.ActorName(), http.RecordedActor()).ShouldBe((name, recorded));
        Actor.Of(recorded).ShouldBe((name, via));
    }
}
