using System.Net;
using System.Text.Json.Nodes;
using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Reliability.Sla;
using EventedPipelines.Projections.Kernel.Work;
using static EventedPipelines.Tests.Integration.Http.Definitions;

namespace EventedPipelines.Tests.Integration.Http;

[Collection(ApiCollection.Name)]
public sealed class when_work_is_dead(ApiFixture api)
{
    readonly Trouble _trouble = new(api.Store, api.Clock);

    [Fact]
    public async Task dead_work_is_tried_again_when_somebody_asks_for_it()
    {
        var (run, work) = await DeadAsync("dead-replay");

        var answer = await api.Client.PostAsync($"/api/v1/work/{work}/replay", """{"reason":"The disk is back."}""", ("X-Actor", "ada"));

        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        var row = await RowAsync("due", run);
        (row!["failures"]!.GetValue<int>(), row["error"], row["deadAt"]).ShouldBe((0, null, null));
    }

    [Fact]
    public async Task discarded_work_stays_discarded_when_the_pending_work_is_made_anew()
    {
        var (run, work) = await DeadAsync("dead-discard");

        var answer = await api.Client.PostAsync($"/api/v1/work/{work}/discard", """{"reason":"Nobody needs it."}""", ("X-Actor", "ada"));

        answer.Json["state"]!.ToString().ShouldBe("discarded", answer.Text);
        (await RowAsync("dead", run)).ShouldBeNull();
        (await RowAsync(null, run)).ShouldBeNull();
        await ApiFixture.ExecuteAsync(api.Database, $"delete from ep.pending_work where stream_id = '{run}'");
        await ReconcileAsync(run);
        (await RowAsync("discarded", run)).ShouldNotBeNull();
        (await RowAsync("due", run)).ShouldBeNull();
    }

    [Fact]
    public async Task work_owed_for_another_reason_is_due_after_the_same_work_was_discarded()
    {
        var (run, work) = await DeadAsync("dead-other");
        await api.Client.PostAsync($"/api/v1/work/{work}/discard", """{"reason":"Nobody needs it."}""");

        await api.Story.MissAsync(run);
        await api.Story.AppendAsync(run, new SourceArrived(run, "orders", api.Clock.Now));

        (await RowAsync("discarded", run)).ShouldBeNull();
        (await RowAsync("due", run)).ShouldNotBeNull();
    }

    [Fact]
    public async Task discarded_work_is_due_again_when_a_person_replays_it()
    {
        var (run, work) = await DeadAsync("dead-again");
        await api.Client.PostAsync($"/api/v1/work/{work}/discard", """{"reason":"Nobody needs it."}""");

        (await api.Client.PostAsync($"/api/v1/work/{work}/replay", "{}")).Status.ShouldBe(HttpStatusCode.OK);

        await ApiFixture.ExecuteAsync(api.Database, $"delete from ep.pending_work where stream_id = '{run}'");
        await ReconcileAsync(run);
        (await RowAsync("due", run)).ShouldNotBeNull();
    }

    [Fact]
    public async Task work_that_is_still_tried_is_neither_replayed_nor_discarded()
    {
        await api.Story.DefineAsync(Daily("dead-alive", "profit"));
        var run = await api.Story.OpenAsync("dead-alive", "2026-11-20");
        var work = (await RowAsync("due", run))!["id"];

        (await api.Client.PostAsync($"/api/v1/work/{work}/replay", "{}")).Problem(HttpStatusCode.Conflict)["remedy"]!.ToString().ShouldContain("state=dead");
        (await api.Client.PostAsync($"/api/v1/work/{work}/discard", """{"reason":"x"}""")).Problem(HttpStatusCode.Conflict);
        (await api.Client.PostAsync($"/api/v1/work/{work}/discard", "{}")).Problem(HttpStatusCode.BadRequest);
        (await api.Client.PostAsync("/api/v1/work/999999999/replay", "{}")).Problem(HttpStatusCode.NotFound);
        (await api.Client.PostAsync("/api/v1/work/999999999/discard", """{"reason":"x"}""")).Problem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task a_discard_of_dead_work_that_is_given_twice_is_done_once()
    {
        var (_, work) = await DeadAsync("dead-once");

        var first = await api.Client.PostAsync($"/api/v1/work/{work}/discard", """{"reason":"x"}""", ("Idempotency-Key", "dead-once"));
        var second = await api.Client.PostAsync($"/api/v1/work/{work}/discard", """{"reason":"x"}""", ("Idempotency-Key", "dead-once"));

        (second.Status, second.Text).ShouldBe((first.Status, first.Text));
        (await api.Client.PostAsync($"/api/v1/work/{work}/discard", """{"reason":"x"}""")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task pending_work_names_the_incident_promise_or_notification_that_it_is_for()
    {
        var incident = await _trouble.PagedAsync("dead-names");
        var delivery = await _trouble.ArmAsync("dead-names", "2026-11-20", new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero));

        var items = (await api.Client.GetAsync("/api/v1/work?limit=500")).Json["items"]!.AsArray();

        string[] Of(string kind, Func<JsonNode, bool> mine) => [.. items.Where(item => item!["kind"]!.ToString() == kind && mine(item["subject"]!)).Select(item => item!["subject"]!.ToJsonString())];
        Of("escalate", subject => subject["id"]!.ToString() == incident.ToString())
            .ShouldBe([$$"""{"id":"{{incident}}","type":"incident","pipeline":"dead-names","interval":"2026-11-20","area":"dead-names"}"""]);
        Of("sla-verdict", subject => subject["id"]!.ToString() == delivery.ToString())
            .ShouldBe([$$"""{"id":"{{Promise.IdOf("dead-names", Domain.Kernel.DataInterval.Parse("2026-11-20"))}}","type":"promise","pipeline":null,"interval":"2026-11-20","area":"dead-names"}"""]);
        Of("notify", subject => subject["area"]?.ToString() == "dead-names").ShouldHaveSingleItem().ShouldContain("\"pipeline\":\"dead-names\"");
    }

    async Task<(Guid Run, string Work)> DeadAsync(string pipeline)
    {
        await api.Story.DefineAsync(Daily(pipeline, "profit"));
        var run = await api.Story.OpenAsync(pipeline, "2026-11-20");
        await ApiFixture.ExecuteAsync(api.Database, $"update ep.pending_work set dead_at = now(), failures = 10, error = 'It broke.' where stream_id = '{run}'");
        return (run, (await RowAsync("dead", run))!["id"]!.ToString());
    }

    // As every commit of the run's stream does, and whoever makes the table anew.
    Task<int> ReconcileAsync(Guid run) => api.Store.InTransactionAsync("w1", async session =>
    {
        PendingWorkTable.Reconcile(session, run, RunWork.Pending((await session.LoadAsync<Run>(run))!));
        return 0;
    }, default);

    async Task<JsonNode?> RowAsync(string? state, Guid run) =>
        (await api.Client.GetAsync($"/api/v1/work?limit=500{(state is null ? "" : $"&state={state}")}")).Json["items"]!.AsArray()
            .FirstOrDefault(row => row!["subject"]!["id"]!.ToString() == run.ToString());
}
