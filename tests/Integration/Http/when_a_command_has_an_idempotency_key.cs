using System.Net;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using static EventedPipelines.Tests.Integration.Http.Definitions;

namespace EventedPipelines.Tests.Integration.Http;

[Collection(ApiCollection.Name)]
public sealed class when_a_command_has_an_idempotency_key(ApiFixture api)
{
    const string Key = "Idempotency-Key";

    [Fact]
    public async Task a_command_given_twice_with_one_idempotency_key_is_done_once_and_answered_the_same()
    {
        await api.Story.DefineAsync(Daily("key-once", "profit"));
        await api.Story.RunAsync("key-once", "2026-11-21");
        const string rerun = """{"pipeline":"key-once","interval":"2026-11-21","rerun":true}""";

        var first = await api.Client.PostAsync("/api/v1/runs", rerun, (Key, "once"));
        var second = await api.Client.PostAsync("/api/v1/runs", """{ "rerun": true, "interval": "2026-11-21", "pipeline": "key-once" }""", (Key, "once"));

        first.Status.ShouldBe(HttpStatusCode.Accepted);
        (second.Status, second.Text, second.Location).ShouldBe((first.Status, first.Text, first.Location));
        (await GenerationsAsync("key-once")).ShouldBe(2);
    }

    [Fact]
    public async Task twenty_commands_with_one_idempotency_key_at_the_same_time_are_done_once()
    {
        await api.Story.DefineAsync(Daily("key-many", "profit"));
        await api.Story.RunAsync("key-many", "2026-11-21");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            api.Client.PostAsync("/api/v1/runs", """{"pipeline":"key-many","interval":"2026-11-21","rerun":true}""", (Key, "many"))));

        answers.Select(answer => (answer.Status, answer.Text, answer.Location)).Distinct().Count().ShouldBe(1);
        answers[0].Status.ShouldBe(HttpStatusCode.Accepted);
        (await GenerationsAsync("key-many")).ShouldBe(2);
    }

    [Fact]
    public async Task another_command_with_a_used_idempotency_key_is_refused()
    {
        await api.Story.DefineAsync(Daily("key-other", "profit"));
        await api.Client.PostAsync("/api/v1/runs", """{"pipeline":"key-other","interval":"2026-11-21"}""", (Key, "other"));

        (await api.Client.PostAsync("/api/v1/runs", """{"pipeline":"key-other","interval":"2026-11-20"}""", (Key, "other"))).Problem(HttpStatusCode.UnprocessableEntity);
        (await api.Client.PostAsync("/api/v1/backfills", """{"pipeline":"key-other","from":"2026-11-20","to":"2026-11-20","reprocess":"all"}""", (Key, "other")))
            .Problem(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task a_refusal_is_not_kept_under_its_idempotency_key()
    {
        await api.Story.DefineAsync(Daily("key-later", "profit"));
        const string body = """{"pipeline":"key-later","interval":"2026-11-25"}""";
        (await api.Client.PostAsync("/api/v1/runs", body, (Key, "later"))).Problem(HttpStatusCode.Conflict);

        var before = api.Clock.Now;
        api.Clock.Now = before.AddDays(1);
        var answer = await api.Client.PostAsync("/api/v1/runs", body, (Key, "later"));
        api.Clock.Now = before;

        answer.Status.ShouldBe(HttpStatusCode.Accepted, answer.Text);
    }

    [Fact]
    public async Task a_backfill_gets_its_id_from_its_idempotency_key()
    {
        await api.Story.DefineAsync(Daily("key-backfill", "profit"));

        var answer = await api.Client.PostAsync("/api/v1/backfills", """{"pipeline":"key-backfill","from":"2026-11-01","to":"2026-11-02","reprocess":"all"}""", (Key, "b-1"));

        answer.Json["id"]!.ToString().ShouldBe(DerivedId.Of("backfill", "b-1").ToString());
    }

    [Fact]
    public async Task another_server_answers_the_same_to_a_command_with_the_same_idempotency_key()
    {
        await api.Story.DefineAsync(Daily("key-restart", "profit"));
        await api.Story.RunAsync("key-restart", "2026-11-21");
        const string rerun = """{"pipeline":"key-restart","interval":"2026-11-21","rerun":true}""";
        var first = await api.Client.PostAsync("/api/v1/runs", rerun, (Key, "restart"));

        using var other = await api.StartAsync(settings => settings);
        var second = await other.PostAsync("/api/v1/runs", rerun, (Key, "restart"));

        (second.Status, second.Text, second.Location).ShouldBe((first.Status, first.Text, first.Location));
    }

    [Fact]
    public async Task an_idempotency_key_with_a_space_is_refused() =>
        (await api.Client.PostAsync("/api/v1/runs", """{"pipeline":"x","interval":"2026-11-21"}""", (Key, "with space"))).Problem(HttpStatusCode.BadRequest);

    async Task<int> GenerationsAsync(string pipeline)
    {
        await using var session = api.Store.QuerySession();
        return (await session.LoadAsync<Interval>(IntervalId.Of(pipeline, DataInterval.Parse("2026-11-21"))))!.Generation;
    }
}
