using System.Net;
using static EventedPipelines.Tests.Integration.Http.Definitions;

namespace EventedPipelines.Tests.Integration.Http;

[Collection(ApiCollection.Name)]
public sealed class when_work_is_read(ApiFixture api)
{
    [Fact]
    public async Task it_says_what_is_due_leased_and_dead_and_whose_it_is()
    {
        await api.Story.DefineAsync(Daily("work", "profit"));
        var due = await api.Story.OpenAsync("work", "2026-11-18");
        var leased = await api.Story.OpenAsync("work", "2026-11-19");
        var dead = await api.Story.OpenAsync("work", "2026-11-20");
        await ApiFixture.ExecuteAsync(api.Database, $"update ep.pending_work set lease_owner = 'w1', lease_until = now() + interval '1 hour', fence = 3 where stream_id = '{leased}'");
        await ApiFixture.ExecuteAsync(api.Database, $"update ep.pending_work set dead_at = now(), failures = 10, error = 'It broke.' where stream_id = '{dead}'");

        (await StreamsAsync("due")).ShouldContain(due.ToString());
        (await StreamsAsync("leased")).ShouldBe([leased.ToString()]);
        (await StreamsAsync("dead")).ShouldBe([dead.ToString()]);
        var row = (await api.Client.GetAsync("/api/v1/work?state=dead")).Json["items"]![0]!;
        row["error"]!.ToString().ShouldBe("It broke.");
        row["subject"]!.ToJsonString().ShouldBe($$"""{"id":"{{dead}}","type":"run","pipeline":"work","interval":"2026-11-20","area":"profit"}""");
        (await api.Client.GetAsync("/api/v1/work?state=lost")).Problem(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task it_pages_by_time()
    {
        await api.Story.DefineAsync(Daily("work-pages", "profit"));
        await api.Story.OpenAsync("work-pages", "2026-11-18");
        await api.Story.OpenAsync("work-pages", "2026-11-19");
        var all = (await api.Client.GetAsync("/api/v1/work?limit=500")).Values("items", "id");

        List<string> paged = [];
        for (var path = "/api/v1/work?limit=1"; path is not null;)
        {
            var page = await api.Client.GetAsync(path);
            paged.AddRange(page.Values("items", "id"));
            path = page.Json["next"] is { } next ? $"/api/v1/work?limit=1&cursor={next}" : null;
        }

        paged.ShouldBe(all);
    }

    async Task<string[]> StreamsAsync(string state) =>
        [.. (await api.Client.GetAsync($"/api/v1/work?state={state}&limit=500")).Json["items"]!.AsArray().Select(row => row!["subject"]!["id"]!.ToString()).Distinct()];
}
