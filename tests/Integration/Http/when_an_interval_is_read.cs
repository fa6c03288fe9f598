using System.Net;
using static EventedPipelines.Tests.Integration.Http.Definitions;

namespace EventedPipelines.Tests.Integration.Http;

[Collection(ApiCollection.Name)]
public sealed class when_an_interval_is_read(ApiFixture api)
{
    [Fact]
    public async Task an_interval_shows_its_generations_publication_and_restatements()
    {
        await api.Story.DefineAsync(Daily("slice-one", "profit"));
        await api.Story.RunAsync("slice-one", "2026-11-21", points: [Point("gross_profit", "2026-11-21", 100m)]);
        await api.Story.RunAsync("slice-one", "2026-11-21", rerun: true, points: [Point("gross_profit", "2026-11-21", 90.5m)]);
        await api.Story.OpenAsync("slice-one", "2026-11-21", rerun: true);

        var interval = (await api.Client.GetAsync("/api/v1/intervals/slice-one/2026-11-21")).Json;

        interval["generation"]!.GetValue<int>().ShouldBe(3);
        interval["generations"]!.AsArray().Select(generation => generation!["outcome"]?.ToString()).ShouldBe(["succeeded", "succeeded", null]);
        interval["publication"]!["generation"]!.GetValue<int>().ShouldBe(2);
        interval["publication"]!["completeness"]!.ToString().ShouldBe("complete");
        interval["restatements"]!.AsArray().Single()!["points"]![0]!["difference"]!.ToJsonString().ShouldBe("-9.5");
    }

    [Fact]
    public async Task an_interval_without_a_run_is_not_found_and_says_how_to_start_one()
    {
        await api.Story.DefineAsync(Daily("slice-none", "profit"));

        (await api.Client.GetAsync("/api/v1/intervals/slice-none/2026-11-21")).Problem(HttpStatusCode.NotFound)["remedy"]!.ToString().ShouldContain("POST /api/v1/runs");
        (await api.Client.GetAsync("/api/v1/intervals/nobody/2026-11-21")).Problem(HttpStatusCode.NotFound);
        (await api.Client.GetAsync("/api/v1/intervals/slice-none/yesterday")).Problem(HttpStatusCode.BadRequest);
    }
}
