using System.Net;
using static EventedPipelines.Tests.Integration.Http.Definitions;

namespace EventedPipelines.Tests.Integration.Http;

[Collection(ApiCollection.Name)]
public sealed class when_published_numbers_are_read(ApiFixture api)
{
    [Fact]
    public async Task each_period_of_a_metric_shows_its_most_recent_value()
    {
        await api.Story.DefineAsync(Daily("numbers-latest", "numbers-latest"));
        await api.Story.RunAsync("numbers-latest", "2026-11-20", points: [Point("gross_profit", "2026-11-20", 100m), Point("gross_profit", "2026-11-20", 60m, "Bikes, new")]);
        var run = await api.Story.RunAsync("numbers-latest", "2026-11-20", rerun: true, points: [Point("gross_profit", "2026-11-20", 110m)]);

        var answer = await api.Client.GetAsync("/api/v1/investor-metrics?area=numbers-latest&view=mostRecent");

        answer.Values("items", "completeness").ShouldBe(["complete", "withdrawn"], ignoreOrder: true);
        var point = answer.Json["items"]!.AsArray().Single(item => item!["completeness"]!.ToString() == "complete")!;
        point.AsObject().Select(field => field.Key).ShouldBe([
            "metric", "area", "dimensions", "period", "value", "unit", "completeness", "warning", "runId", "publishedAt", "restatements", "coverage", "stale",
        ]);
        point["value"]!.ToJsonString().ShouldBe("110.0000");
        point["runId"]!.ToString().ShouldBe(run.ToString());
        point["restatements"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task published_numbers_are_filtered_and_paged()
    {
        await api.Story.DefineAsync(Daily("numbers-pages", "numbers-pages"));
        for (var day = 1; day <= 4; day++)
        {
            await api.Story.RunAsync("numbers-pages", $"2026-11-0{day}", points: [
                Point("gross_profit", $"2026-11-0{day}", 100m * day), Point("gross_profit", $"2026-11-0{day}", day, "Bikes"), Point("net_profit", $"2026-11-0{day}", day),
            ]);
        }

        var first = await api.Client.GetAsync("/api/v1/investor-metrics?area=numbers-pages&metric=gross_profit&totals=true&grain=day&from=2026-11-02&limit=2");
        var second = await api.Client.GetAsync($"/api/v1/investor-metrics?area=numbers-pages&metric=gross_profit&totals=true&grain=day&from=2026-11-02&limit=2&cursor={first.Json["next"]}");

        first.Values("items", "period").Concat(second.Values("items", "period")).ShouldBe(["2026-11-02", "2026-11-03", "2026-11-04"]);
        second.Json["next"].ShouldBeNull();
    }

    [Fact]
    public async Task a_spreadsheet_gets_published_numbers_as_csv()
    {
        await api.Story.DefineAsync(Daily("numbers-csv", "numbers-csv"));
        var run = await api.Story.RunAsync("numbers-csv", "2026-11-20", points: [Point("gross_profit", "2026-11-20", 1234.5m), Point("gross_profit", "2026-11-20", 60m, "Bikes, \"new\"")]);

        var answer = await api.Client.GetAsync("/api/v1/investor-metrics?area=numbers-csv", ("Accept", "text/csv"));

        answer.ContentType.ShouldBe("text/csv");
        answer.Text.Split("\r\n").ShouldBe([
            "metric,area,period,dimensions,value,unit,completeness,warning,runId,publishedAt,restatements,slots,slotsComplete,missingSlots,staleSince,staleBecause",
            $$"""gross_profit,numbers-csv,2026-11-20,"{""category"":""Bikes, \u0022new\u0022""}",60.0000,USD,complete,,{{run}},2026-11-25T08:00:00Z,0,1,1,,,""",
            $"gross_profit,numbers-csv,2026-11-20,,1234.5000,USD,complete,,{run},2026-11-25T08:00:00Z,0,1,1,,,",
            "",
        ]);
    }

    [Theory]
    [InlineData("view=asReported", "not")]
    [InlineData("asOf=2026-11-01T00:00:00Z", "past instant")]
    public async Task a_view_of_published_numbers_that_is_not_served_yet_is_refused_with_the_reason(string query, string reason) =>
        (await api.Client.GetAsync($"/api/v1/investor-metrics?{query}")).Problem(HttpStatusCode.BadRequest)["detail"]!.ToString().ShouldContain(reason);
}
