using System.Net;
using static EventedPipelines.Tests.Integration.Http.Definitions;

namespace EventedPipelines.Tests.Integration.Http;

/// <summary>An api without the engine's workers has no access to rows, and says who has.</summary>
[Collection(ApiCollection.Name)]
public sealed class when_the_lake_is_elsewhere(ApiFixture api)
{
    [Theory]
    [InlineData("quarantine")]
    [InlineData("rejects")]
    public async Task rows_set_apart_or_rejected_cannot_be_listed_by_an_api_without_the_lake(string list) => (await api.Client.GetAsync($"/api/v1/runs/{Guid.NewGuid()}/{list}"))
        .Problem(HttpStatusCode.ServiceUnavailable)["remedy"]!.ToString().ShouldContain("./run");

    [Fact]
    public async Task a_verdict_on_single_rows_cannot_be_given_at_an_api_without_the_lake()
    {
        await api.Story.DefineAsync(Daily("lake-elsewhere", "profit"));
        await api.Story.RunAsync("lake-elsewhere", "2026-11-21");
        var row = $$"""{"rowHash":"{{new string('a', 64)}}","occurrence":1}""";

        (await api.Client.PostAsync("/api/v1/intervals/lake-elsewhere/2026-11-21/quarantine/verdicts", $$"""{"check":"orders_not_null","rows":[{{row}}],"verdict":"discard","reason":"x"}"""))
            .Problem(HttpStatusCode.ServiceUnavailable);
    }
}
