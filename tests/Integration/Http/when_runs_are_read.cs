using System.Net;
using EventedPipelines.Domain.Catalog.Checks;
using static EventedPipelines.Tests.Integration.Http.Definitions;

namespace EventedPipelines.Tests.Integration.Http;

[Collection(ApiCollection.Name)]
public sealed class when_runs_are_read(ApiFixture api)
{
    static readonly string[] contract = [
        "id", "pipeline", "area", "interval", "generation", "cause", "stage", "outcome", "completeness", "definitionVersion", "startedAt", "finishedAt", "attempts",
        "sources", "checks", "quarantinedRows", "targets", "metrics", "incidentId", "simulated", "version",
    ];

    [Fact]
    public async Task a_run_shows_all_that_happened_in_it()
    {
        await api.Story.DefineAsync(Daily("read-one", "profit"));
        var id = await api.Story.RunAsync("read-one", "2026-11-21", CheckOutcome.Failed, points: [Point("gross_profit", "2026-11-21", 12.3456m)]);

        var answer = await api.Client.GetAsync($"/api/v1/runs/{id}");

        var run = answer.Json.AsObject();
        contract.ShouldBeSubsetOf(run.Select(field => field.Key));
        run["outcome"]!.ToString().ShouldBe("succeededWithWarnings");
        run["startedAt"]!.ToString().ShouldBe("2026-11-25T08:00:00Z");
        run["attempts"]!.AsArray().Select(attempt => $"{attempt!["model"]}:{attempt["result"]}").ShouldBe(["ingest:orders:succeeded", "order_profit:succeeded", "publish:succeeded"]);
        run["sources"]![0]!["files"]![0]!.AsObject().Select(field => field.Key).ShouldBe(["name", "sha256", "rows", "bytes", "rejectedRows", "duplicateOf"]);
        run["checks"]!.AsArray().Single(check => check!["id"]!.ToString() == "orders_not_null")!["rows"]!.GetValue<long>().ShouldBe(7);
        run["metrics"]![0]!["value"]!.ToJsonString().ShouldBe("12.3456");
        answer.ETag.ShouldBe($"\"{run["version"]}\"");
    }

    [Fact]
    public async Task a_run_that_the_client_already_has_is_not_sent_again()
    {
        await api.Story.DefineAsync(Daily("read-tag", "profit"));
        var id = await api.Story.OpenAsync("read-tag", "2026-11-21");
        var tag = (await api.Client.GetAsync($"/api/v1/runs/{id}")).ETag!;

        var same = await api.Client.GetAsync($"/api/v1/runs/{id}", ("If-None-Match", tag));
        await api.Story.IngestAsync(id);
        var newer = await api.Client.GetAsync($"/api/v1/runs/{id}", ("If-None-Match", tag));

        (same.Status, same.Text).ShouldBe((HttpStatusCode.NotModified, ""));
        newer.Status.ShouldBe(HttpStatusCode.OK);
        newer.Json["sources"]![0]!["state"]!.ToString().ShouldBe("ingested");
    }

    [Fact]
    public async Task the_list_of_runs_is_paged_from_the_newest_without_gap_or_repeat()
    {
        await api.Story.DefineAsync(Daily("read-pages", "profit"));
        List<Guid> opened = [];
        for (var day = 1; day <= 7; day++)
        {
            opened.Add(await api.Story.OpenAsync("read-pages", $"2026-11-0{day}"));
        }

        await api.CaughtUpAsync();
        List<string> read = [];
        for (var path = "/api/v1/runs?pipeline=read-pages&limit=3"; path is not null;)
        {
            var page = await api.Client.GetAsync(path);
            read.AddRange(page.Values("items", "id"));
            path = page.Json["next"] is { } next ? $"/api/v1/runs?pipeline=read-pages&limit=3&cursor={next}" : null;
        }

        // All were opened at the same instant of the test's clock: then the id decides.
        read.ShouldBe(opened.Select(id => id.ToString()).OrderDescending(StringComparer.Ordinal));
    }

    [Fact]
    public async Task filters_narrow_the_list_of_runs()
    {
        await api.Story.DefineAsync(Daily("read-day", "filters"));
        await api.Story.DefineAsync(Monthly("read-month", "filters"));
        await api.Story.RunAsync("read-day", "2026-10-05");
        await api.Story.OpenAsync("read-day", "2026-10-06");
        await api.Story.RunAsync("read-month", "2026-10");
        await api.CaughtUpAsync();

        (await IntervalsAsync("area=filters")).ShouldBe(["2026-10", "2026-10-05", "2026-10-06"], ignoreOrder: true);
        (await IntervalsAsync("area=filters&outcome=succeeded")).ShouldBe(["2026-10", "2026-10-05"], ignoreOrder: true);
        (await IntervalsAsync("area=filters&stage=scheduled")).ShouldBe(["2026-10-06"]);
        (await IntervalsAsync("area=filters&from=2026-10-06&to=2026-10-31")).ShouldBe(["2026-10", "2026-10-06"], ignoreOrder: true);
        (await IntervalsAsync("area=filters&to=2026-10-05")).ShouldBe(["2026-10", "2026-10-05"], ignoreOrder: true);
        (await IntervalsAsync("pipeline=read-month&from=2026-11-01")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("limit=0", "1 to 500")]
    [InlineData("limit=501", "1 to 500")]
    [InlineData("limit=many", "whole number")]
    [InlineData("cursor=nonsense", "no cursor")]
    [InlineData("outcome=fine", "one of succeeded, ")]
    [InlineData("outcome=3", "one of succeeded, ")]
    [InlineData("from=11/22/2026", "not a date")]
    [InlineData("pipline=x", "Did you mean 'pipeline'?")]
    [InlineData("pipeline=", "is empty")]
    [InlineData("pipeline=a&pipeline=b", "2 times")]
    [InlineData("asOf=2026-11-01T00:00:00Z", "past instant")]
    public async Task a_question_for_runs_that_is_not_understood_is_refused_with_the_reason(string query, string reason) =>
        (await api.Client.GetAsync($"/api/v1/runs?{query}")).Problem(HttpStatusCode.BadRequest)["detail"]!.ToString().ShouldContain(reason);

    [Fact]
    public async Task the_events_of_a_run_are_paged_by_version()
    {
        await api.Story.DefineAsync(Daily("read-events", "profit"));
        var run = await api.Story.RunAsync("read-events", "2026-11-21");

        var first = await api.Client.GetAsync($"/api/v1/runs/{run}/events?limit=4");
        var rest = await api.Client.GetAsync($"/api/v1/runs/{run}/events?cursor={first.Json["next"]}");

        first.Values("items", "version").Concat(rest.Values("items", "version")).ShouldBe(Enumerable.Range(1, 10).Select(version => $"{version}"));
        rest.Json["items"]!.AsArray()[^1]!["type"]!.ToString().ShouldBe("run_published");
        rest.Json["items"]!.AsArray()[^1]!["data"]!["because"]!.ToString().ShouldContain("@2");
        rest.Json["next"].ShouldBeNull();
    }

    [Fact]
    public async Task an_unknown_run_has_neither_state_nor_events()
    {
        (await api.Client.GetAsync($"/api/v1/runs/{Guid.NewGuid()}")).Problem(HttpStatusCode.NotFound);
        (await api.Client.GetAsync($"/api/v1/runs/{Guid.NewGuid()}/events")).Problem(HttpStatusCode.NotFound);
        (await api.Client.GetAsync("/api/v1/runs/no-guid")).Problem(HttpStatusCode.NotFound);
    }

    async Task<string[]> IntervalsAsync(string query) => (await api.Client.GetAsync($"/api/v1/runs?{query}")).Values("items", "interval");
}
