using System.Net;
using static EventedPipelines.Tests.Integration.Http.Definitions;

namespace EventedPipelines.Tests.Integration.Http;

[Collection(ApiCollection.Name)]
public sealed class when_pipelines_are_read(ApiFixture api)
{
    [Fact]
    public async Task an_area_lists_its_pipelines_with_where_they_stand()
    {
        await api.Story.DefineAsync(Daily("area-a", "area-x"));
        await api.Story.DefineAsync(Daily("area-b", "area-x"));
        await api.Story.RunAsync("area-a", "2026-11-20");
        await api.CaughtUpAsync();

        var area = (await api.Client.GetAsync("/api/v1/areas")).Json["items"]!.AsArray().Single(item => item!["id"]!.ToString() == "area-x")!;

        area["pipelines"]!.AsArray().Select(pipeline => $"{pipeline!["id"]} {pipeline["latest"]?["outcome"]}").ShouldBe(["area-a succeeded", "area-b "]);
    }

    [Fact]
    public async Task a_pipelines_recent_intervals_come_newest_first_at_their_current_generation()
    {
        await api.Story.DefineAsync(Daily("recent", "recent"));
        foreach (var day in (string[])["2026-10-01", "2026-11-18", "2026-11-19", "2026-11-20"])
        {
            await api.Story.RunAsync("recent", day);
        }

        await api.Story.OpenAsync("recent", "2026-11-19", rerun: true);
        await api.CaughtUpAsync();

        var pipeline = (await api.Client.GetAsync("/api/v1/pipelines?area=recent&recent=30")).Json["items"]!.AsArray().ShouldHaveSingleItem()!;

        pipeline["recent"]!.AsArray().Select(standing => $"{standing!["interval"]} {standing["generation"]} {standing["outcome"]}")
            .ShouldBe(["2026-11-20 1 succeeded", "2026-11-19 2 ", "2026-11-18 1 succeeded"]);
        pipeline["latest"]!["interval"]!.ToString().ShouldBe("2026-11-20");
    }

    [Fact]
    public async Task a_pipeline_shows_its_definition_and_its_versions()
    {
        await api.Story.DefineAsync(Daily("versions", "profit"));
        await api.Story.OpenAsync("versions", "2026-11-20");
        await api.Story.DefineAsync(Daily("versions", "profit") with { Zone = "Europe/Berlin" });

        var pipeline = await api.Client.GetAsync("/api/v1/pipelines/versions");
        var versions = await api.Client.GetAsync("/api/v1/pipelines/versions/versions");

        pipeline.Json["version"]!.GetValue<int>().ShouldBe(2);
        pipeline.Json["definition"]!["zone"]!.ToString().ShouldBe("Europe/Berlin");
        pipeline.Json["definition"]!["models"]![0]!["sql"]!.ToString().ShouldBe("select * from orders");
        pipeline.Json["definition"]!["timeZone"].ShouldBeNull();
        versions.Values("items", "version").ShouldBe(["2", "1"]);
        versions.Values("items", "runs").ShouldBe(["0", "1"]);
        var change = versions.Json["items"]![0]!["changes"]!.AsArray().ShouldHaveSingleItem()!;
        $"{change["path"]}: {change["before"]} -> {change["after"]}".ShouldBe("zone: UTC -> Europe/Berlin");
        versions.Json["items"]![1]!["changes"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task an_unknown_pipeline_is_not_found()
    {
        (await api.Client.GetAsync("/api/v1/pipelines/nobody")).Problem(HttpStatusCode.NotFound);
        (await api.Client.GetAsync("/api/v1/pipelines/nobody/versions")).Problem(HttpStatusCode.NotFound);
        (await api.Client.GetAsync("/api/v1/pipelines?recent=1000")).Problem(HttpStatusCode.BadRequest);
    }
}
