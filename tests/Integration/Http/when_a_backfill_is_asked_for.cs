using System.Net;
using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Backfills;
using static EventedPipelines.Tests.Integration.Http.Definitions;

namespace EventedPipelines.Tests.Integration.Http;

[Collection(ApiCollection.Name)]
public sealed class when_a_backfill_is_asked_for(ApiFixture api)
{
    [Fact]
    public async Task a_backfill_of_an_area_names_every_interval_of_each_of_its_pipelines()
    {
        await api.Story.DefineAsync(Daily("fill-day", "fill-area"));
        await api.Story.DefineAsync(Monthly("fill-month", "fill-area"));

        var answer = await api.Client.PostAsync("/api/v1/backfills", """{"area":"fill-area","from":"2026-10-30","to":"2026-11-02","reprocess":"missing","reason":"new area"}""");

        answer.Status.ShouldBe(HttpStatusCode.Accepted, answer.Text);
        var backfill = (await api.Client.GetAsync(answer.Location)).Json;
        backfill["reprocess"]!.ToString().ShouldBe("missing");
        backfill["done"]!.GetValue<bool>().ShouldBeFalse();
        backfill["progress"]!["total"]!.GetValue<int>().ShouldBe(6);
        backfill["intervals"]!.AsArray().Select(interval => $"{interval!["pipeline"]} {interval["interval"]}").ShouldBe([
            "fill-month 2026-10", "fill-day 2026-10-30", "fill-day 2026-10-31", "fill-day 2026-11-01", "fill-month 2026-11", "fill-day 2026-11-02",
        ]);
    }

    [Fact]
    public async Task a_backfill_shows_its_runs_and_why_intervals_were_skipped_and_counts_them()
    {
        await api.Story.DefineAsync(Daily("fill-show", "profit"));
        var published = await api.Story.RunAsync("fill-show", "2026-11-01");
        var running = await api.Story.OpenAsync("fill-show", "2026-11-02");
        var location = (await api.Client.PostAsync("/api/v1/backfills", """{"pipeline":"fill-show","from":"2026-11-01","to":"2026-11-03","reprocess":"all"}""")).Location;
        var id = Guid.Parse(location.Split('/')[^1]);
        await api.Store.DecideAsync<Backfill>(id, "backfill", (_, _) => [
            new BackfillRunOpened(id, Item("2026-11-01"), published, api.Clock.Now),
            new BackfillRunOpened(id, Item("2026-11-02"), running, api.Clock.Now),
            new BackfillIntervalSkipped(id, Item("2026-11-03"), "The interval has not closed yet.", null, api.Clock.Now),
            new BackfillDispatched(id, 2, 1, api.Clock.Now),
        ], TestContext.Current.CancellationToken);

        var backfill = (await api.Client.GetAsync(location)).Json;

        backfill["progress"]!.ToJsonString().ShouldBe("""{"total":3,"decided":3,"skipped":1,"running":1,"finished":1,"byOutcome":{"succeeded":1}}""");
        backfill["done"]!.GetValue<bool>().ShouldBeFalse();
        backfill["intervals"]!.AsArray().Select(interval => interval!["outcome"]?.ToString() ?? interval["skipped"]?.ToString() ?? interval["stage"]!.ToString())
            .ShouldBe(["succeeded", "scheduled", "The interval has not closed yet."]);
    }

    [Theory]
    [InlineData("""{"from":"2026-11-01","to":"2026-11-02","reprocess":"all"}""", HttpStatusCode.BadRequest, "one of the two")]
    [InlineData("""{"pipeline":"a","area":"b","from":"2026-11-01","to":"2026-11-02","reprocess":"all"}""", HttpStatusCode.BadRequest, "one of the two")]
    [InlineData("""{"pipeline":"fill-not","from":"2026-11-03","to":"2026-11-02","reprocess":"all"}""", HttpStatusCode.BadRequest, "before")]
    [InlineData("""{"pipeline":"fill-not","from":"2026-11-01","to":"2026-11-02","reprocess":"some"}""", HttpStatusCode.BadRequest, "missing, failed, all")]
    [InlineData("""{"pipeline":"fill-not","from":"2026-11-01","to":"2026-11-02"}""", HttpStatusCode.BadRequest, "Say which")]
    [InlineData("""{"pipeline":"nobody","from":"2026-11-01","to":"2026-11-02","reprocess":"all"}""", HttpStatusCode.NotFound, "nobody")]
    [InlineData("""{"area":"nowhere","from":"2026-11-01","to":"2026-11-02","reprocess":"all"}""", HttpStatusCode.NotFound, "nowhere")]
    [InlineData("""{"pipeline":"fill-not","from":"1900-01-01","to":"2026-11-02","reprocess":"all"}""", HttpStatusCode.Conflict, "5000")]
    [InlineData("""{"pipeline":"fill-not","from":"0001-01-01","to":"9999-12-31","reprocess":"all"}""", HttpStatusCode.BadRequest, "1900 to 2199")]
    public async Task a_backfill_that_cannot_be_done_is_refused_with_the_reason(string body, HttpStatusCode status, string reason)
    {
        await api.Story.DefineAsync(Daily("fill-not", "profit"));

        (await api.Client.PostAsync("/api/v1/backfills", body)).Problem(status)["detail"]!.ToString().ShouldContain(reason);
    }

    [Fact]
    public async Task an_unknown_backfill_is_not_found() => (await api.Client.GetAsync($"/api/v1/backfills/{Guid.NewGuid()}")).Problem(HttpStatusCode.NotFound);

    static BackfillItem Item(string day) => new("fill-show", DataInterval.Parse(day));
}
