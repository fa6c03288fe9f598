using System.Net;
using static EventedPipelines.Tests.Integration.Http.Definitions;

namespace EventedPipelines.Tests.Integration.Http;

[Collection(ApiCollection.Name)]
public sealed class when_a_run_is_asked_for(ApiFixture api)
{
    [Fact]
    public async Task a_run_that_is_asked_for_is_opened_and_answered_with_its_address()
    {
        await api.Story.DefineAsync(Daily("ask-open", "profit"));

        var answer = await api.Client.PostAsync("/api/v1/runs", """{"pipeline":"ask-open","interval":"2026-11-22","reason":"first"}""", ("X-Actor", "ada"));

        answer.Status.ShouldBe(HttpStatusCode.Accepted, answer.Text);
        answer.Json["opened"]!.GetValue<bool>().ShouldBeTrue();
        var run = (await api.Client.GetAsync(answer.Location)).Json;
        run["id"]!.ToString().ShouldBe(answer.Json["id"]!.ToString());
        run["cause"]!.ToString().ShouldBe("manual");
        run["stage"]!.ToString().ShouldBe("scheduled");
        run["reason"]!.ToString().ShouldBe("first");
        var events = (await api.Client.GetAsync($"{answer.Location}/events")).Json["items"]!.AsArray();
        events[0]!["type"]!.ToString().ShouldBe("run_started");
        events[0]!["actor"]!.ToString().ShouldBe("ada");
        events[0]!["correlationId"]!.ToString().ShouldNotBeEmpty();
        events[0]!["data"]!["pipeline"]!.ToString().ShouldBe("ask-open");
    }

    [Fact]
    public async Task the_work_of_a_run_that_is_asked_for_is_owed_as_soon_as_it_is_opened()
    {
        await api.Story.DefineAsync(Daily("ask-work", "profit"));

        var run = (await api.Client.PostAsync("/api/v1/runs", """{"pipeline":"ask-work","interval":"2026-11-22"}""")).Json["id"]!.ToString();

        var work = (await api.Client.GetAsync("/api/v1/work?state=due&limit=500")).Json["items"]!.AsArray();
        work.ShouldContain(row => row!["subject"]!["id"]!.ToString() == run && row["kind"]!.ToString() == "ingest");
    }

    [Fact]
    public async Task an_interval_that_has_a_run_keeps_it_when_a_run_is_asked_for_again()
    {
        await api.Story.DefineAsync(Daily("ask-again", "profit"));
        var run = await api.Story.RunAsync("ask-again", "2026-11-21");

        var answer = await api.Client.PostAsync("/api/v1/runs", """{"pipeline":"ask-again","interval":"2026-11-21"}""");

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Json["id"]!.ToString().ShouldBe(run.ToString());
        answer.Json["opened"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public async Task a_rerun_opens_the_next_generation()
    {
        await api.Story.DefineAsync(Daily("ask-rerun", "profit"));
        await api.Story.RunAsync("ask-rerun", "2026-11-21");

        var answer = await api.Client.PostAsync("/api/v1/runs", """{"pipeline":"ask-rerun","interval":"2026-11-21","rerun":true}""");

        answer.Status.ShouldBe(HttpStatusCode.Accepted);
        answer.Json["generation"]!.GetValue<int>().ShouldBe(2);
    }

    [Theory]
    [InlineData("""{"pipeline":"nobody","interval":"2026-11-21"}""", HttpStatusCode.NotFound, "nobody")]
    [InlineData("""{"pipeline":"ask-not","interval":"2026-11"}""", HttpStatusCode.BadRequest, "by the day")]
    [InlineData("""{"pipeline":"ask-not","interval":"2026-02-30"}""", HttpStatusCode.BadRequest, "a day (2026-11-22)")]
    [InlineData("""{"pipeline":"ask-not","interval":"2026-11-25"}""", HttpStatusCode.Conflict, "closes at 2026-11-26T00:00:00Z")]
    [InlineData("""{"pipeline":"ask-not"}""", HttpStatusCode.BadRequest, "Name the interval")]
    [InlineData("""{"pipline":"ask-not","interval":"2026-11-21"}""", HttpStatusCode.BadRequest, "Did you mean 'pipeline'?")]
    [InlineData("""{"pipeline":"ask-not","interval":"2026-11-21","rerun":"yes"}""", HttpStatusCode.BadRequest, "true or false")]
    [InlineData("""{"pipeline":"a","pipeline":"b","interval":"2026-11-21"}""", HttpStatusCode.BadRequest, "2 times")]
    [InlineData("[]", HttpStatusCode.BadRequest, "JSON object")]
    [InlineData("", HttpStatusCode.BadRequest, "Name the pipeline")]
    public async Task a_run_that_cannot_be_opened_is_refused_with_the_reason(string body, HttpStatusCode status, string reason)
    {
        await api.Story.DefineAsync(Daily("ask-not", "profit"));

        var problem = (await api.Client.PostAsync("/api/v1/runs", body)).Problem(status);

        problem["detail"]!.ToString().ShouldContain(reason);
    }

    [Fact]
    public async Task each_missing_field_of_the_command_for_a_run_is_named()
    {
        var problem = (await api.Client.PostAsync("/api/v1/runs", "{}")).Problem(HttpStatusCode.BadRequest);

        problem["errors"]!.AsObject().Select(error => error.Key).ShouldBe(["pipeline", "interval"], ignoreOrder: true);
    }
}
