using System.Net;
using static EventedPipelines.Tests.Integration.Http.Definitions;

namespace EventedPipelines.Tests.Integration.Http;

[Collection(ApiCollection.Name)]
public sealed class when_work_is_read(ApiFixture api)
{
    [Fact]
    public async Task the_list_of_pending_work_says_what_is_due_leased_and_dead_and_whose_it_is()
    {
        await api.Story.DefineAsync(Daily("work", "profit"));
        var due = await api.Story.OpenAsync("work", "2026-11-18");
        var leased = await api.Story.OpenAsync("work", "2026-11-19");
        var dead = await api.Story.OpenAsync("work", "2026-11-20");
        await ApiFixture.ExecuteAsync(api.Database, $"update ep.pending_work set lease_owner = 'w1', lease_until = now() + interval '1 hour', fence = 3 where stream_id = '{leased}'");
        await ApiFixture.ExecuteAsync(api.Database, $"update ep.pending_work set dead_at = now(), failures = 10, error = 'It broke.' where stream_id = '{dead}'");

        (await StreamsAsync("&state=due")).ShouldContain(due.ToString());
        (await StreamsAsync("&state=leased")).ShouldBe([leased.ToString()]);
        (await StreamsAsync("&state=dead")).ShouldContain(dead.ToString());
        var row = (await api.Client.GetAsync("/api/v1/work?state=dead&limit=500")).Json["items"]!.AsArray().Single(item => item!["subject"]!["id"]!.ToString() == dead.ToString())!;
        row["error"]!.ToString().ShouldBe("It broke.");
        row["subject"]!.ToJsonString().ShouldBe($$"""{"id":"{{dead}}","type":"run","pipeline":"work","interval":"2026-11-20","area":"profit"}""");
        (await api.Client.GetAsync("/api/v1/work?state=lost")).Problem(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task dead_and_failing_work_is_listed_before_what_is_due_and_watches_come_last()
    {
        await api.Story.DefineAsync(Daily("work-order", "profit"));
        var (dead, fails, due, watched, watchFails) = (await OpenAsync(1), await OpenAsync(2), await OpenAsync(3), await OpenAsync(4), await OpenAsync(5));
        await SetAsync(dead, "dead_at = now(), failures = 10, ready_at = now() + interval '1 year'");
        await SetAsync(fails, "failures = 1, error = 'Once more.', ready_at = now() + interval '1 year'");
        await SetAsync(due, "ready_at = now() + interval '1 year'");
        await SetAsync(watched, "kind = 'source-watch', ready_at = now() - interval '1 year'");
        await SetAsync(watchFails, "kind = 'late-data', failures = 3, error = 'It cannot be read.', ready_at = now() + interval '1 year'");

        var order = await StreamsAsync();

        Guid[] mine = [dead, fails, watchFails, due, watched];
        order.Where(stream => mine.Any(run => run.ToString() == stream)).ShouldBe([$"{dead}", $"{fails}", $"{watchFails}", $"{due}", $"{watched}"]);
        (await StreamsAsync("&kind=source-watch")).ShouldContain(watched.ToString());
        (await StreamsAsync("&kind=source-watch")).ShouldNotContain(due.ToString());

        Task<Guid> OpenAsync(int day) => api.Story.OpenAsync("work-order", $"2026-11-0{day}");
        Task SetAsync(Guid stream, string what) => ApiFixture.ExecuteAsync(api.Database, $"update ep.pending_work set {what} where stream_id = '{stream}'");
    }

    [Fact]
    public async Task hundreds_of_watches_do_not_hide_a_page_that_is_due_and_are_counted()
    {
        await api.Story.DefineAsync(Daily("work-hidden", "profit"));
        var page = await api.Story.OpenAsync("work-hidden", "2026-11-18");
        await ApiFixture.ExecuteAsync(api.Database, $"update ep.pending_work set kind = 'escalate', ready_at = now() + interval '10 min' where stream_id = '{page}'");
        await ApiFixture.ExecuteAsync(
            api.Database,
            "insert into ep.pending_work (stream_id, kind, key, due, ready_at, priority, because) select gen_random_uuid(), 'late-data', n::text, now(), now() - interval '1 year', 65, 'x@1' from generate_series(1, 700) n");
        try
        {
            var answer = (await api.Client.GetAsync("/api/v1/work?limit=100")).Json;

            answer["items"]!.AsArray().Select(row => row!["subject"]!["id"]!.ToString()).ShouldContain(page.ToString());
            var watches = answer["counts"]!.AsArray().Single(row => row!["kind"]!.ToString() == "late-data" && row["state"]!.ToString() == "due")!;
            watches["count"]!.GetValue<int>().ShouldBeGreaterThanOrEqualTo(700);
            watches["isWatch"]!.GetValue<bool>().ShouldBeTrue();
            answer["counts"]!.AsArray().ShouldContain(row => row!["kind"]!.ToString() == "escalate" && !row["isWatch"]!.GetValue<bool>());
        }
        finally
        {
            await ApiFixture.ExecuteAsync(api.Database, "delete from ep.pending_work where because = 'x@1'");
        }
    }

    [Fact]
    public async Task a_question_for_work_of_an_unknown_kind_is_refused()
    {
        (await api.Client.GetAsync("/api/v1/work?kind=escalat")).Problem(HttpStatusCode.BadRequest)["detail"]!.ToString().ShouldContain("Did you mean 'escalate'?");
    }

    [Fact]
    public async Task the_list_of_pending_work_is_paged_without_gap_or_repeat()
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

    async Task<string[]> StreamsAsync(string filter = "") =>
        [.. (await api.Client.GetAsync($"/api/v1/work?limit=500{filter}")).Json["items"]!.AsArray().Select(row => row!["subject"]!["id"]!.ToString()).Distinct()];
}
