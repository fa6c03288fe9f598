using System.Net;
using static EventedPipelines.Tests.Integration.Http.Definitions;

namespace EventedPipelines.Tests.Integration.Http;

[Collection(ApiCollection.Name)]
public sealed class when_a_person_decides_about_a_run(ApiFixture api)
{
    [Fact]
    public async Task a_failed_run_is_retried_when_a_person_asks_for_it()
    {
        var run = await FailedAsync("decide-retry");

        var answer = await api.Client.PostAsync($"/api/v1/runs/{run}/retry", """{"reason":"fixed the model"}""");

        answer.Status.ShouldBe(HttpStatusCode.Accepted, answer.Text);
        answer.Location.ShouldBe($"/api/v1/runs/{run}");
        var now = await api.Client.GetAsync(answer.Location);
        now.Json["stage"]!.ToString().ShouldBe("scheduled");
        now.ETag.ShouldBe(answer.ETag);
    }

    [Fact]
    public async Task a_published_run_is_neither_retried_nor_cancelled()
    {
        await api.Story.DefineAsync(Daily("decide-done", "profit"));
        var run = await api.Story.RunAsync("decide-done", "2026-11-21");

        (await api.Client.PostAsync($"/api/v1/runs/{run}/retry", "{}")).Problem(HttpStatusCode.Conflict)["detail"]!.ToString().ShouldContain("rerun");
        (await api.Client.PostAsync($"/api/v1/runs/{run}/cancel", "{}")).Problem(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task an_open_run_that_a_person_cancels_owes_nothing_any_more()
    {
        await api.Story.DefineAsync(Daily("decide-cancel", "profit"));
        var run = await api.Story.OpenAsync("decide-cancel", "2026-11-21");

        var answer = await api.Client.PostAsync($"/api/v1/runs/{run}/cancel", """{"reason":"not needed"}""");

        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        (await api.Client.GetAsync(answer.Location)).Json["outcome"]!.ToString().ShouldBe("cancelled");
        (await api.Client.GetAsync("/api/v1/work?limit=500")).Json["items"]!.AsArray().ShouldNotContain(row => row!["subject"]!["id"]!.ToString() == run.ToString());
    }

    [Fact]
    public async Task a_run_that_has_changed_since_it_was_seen_is_left_alone()
    {
        var run = await FailedAsync("decide-stale");
        var seen = (await api.Client.GetAsync($"/api/v1/runs/{run}")).ETag!;
        await api.Client.PostAsync($"/api/v1/runs/{run}/retry", "{}", ("If-Match", seen));

        var problem = (await api.Client.PostAsync($"/api/v1/runs/{run}/cancel", "{}", ("If-Match", seen))).Problem(HttpStatusCode.PreconditionFailed);

        problem["remedy"]!.ToString().ShouldContain("If-Match");
    }

    [Fact]
    public async Task an_unknown_run_is_not_found_by_a_command() =>
        (await api.Client.PostAsync($"/api/v1/runs/{Guid.NewGuid()}/cancel", "{}")).Problem(HttpStatusCode.NotFound);

    async Task<Guid> FailedAsync(string pipeline)
    {
        await api.Story.DefineAsync(Daily(pipeline, "profit"));
        var run = await api.Story.OpenAsync(pipeline, "2026-11-21");
        await api.Story.IngestAsync(run);
        await api.Story.CheckAsync(run);
        await api.Story.FailAsync(run);
        return run;
    }
}
