using System.Net;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Tests.Integration.Http;

namespace EventedPipelines.Tests.Integration.OnCall;

/// <summary>Duty goes on with all that is in hand (domain.md 5.1), here by a person; by itself it is in the team's year.</summary>
public sealed class when_a_sprint_is_handed_over(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task a_handover_has_open_incidents_requests_and_the_budget_and_tells_the_next_engineer()
    {
        await TestTeam.DefineAsync(api);
        var incident = await new Trouble(api.Store, api.Clock).RaiseAsync("team-growth", "growth", "2026-11-20");
        await api.Client.PostAsync("/api/v1/requests", """{"requester":"Finance","area":"growth","title":"Churn by region","points":1.5}""");
        var before = (await api.Client.GetAsync("/api/v1/sprints/current")).Json;
        var number = before["number"]!.GetValue<int>();

        var answer = await api.Client.PostAsync($"/api/v1/sprints/{number}/handover", """{"notes":"Watch the growth files."}""", ("X-Actor", before["duty"]!.ToString()));

        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        var after = (await api.Client.GetAsync("/api/v1/sprints/current")).Json;
        (after["number"]!.GetValue<int>(), after["duty"]!.ToString()).ShouldBe((number + 1, answer.Json["to"]!.ToString()));
        after["duty"]!.ToString().ShouldNotBe(before["duty"]!.ToString());
        after["from"]!.ToString().ShouldBe("2026-11-25T08:00:00Z");
        after["first"]!.ToString().ShouldBe("2026-12-08", "Its ten days are those it would have had.");

        var handover = (await api.Client.GetAsync($"/api/v1/sprints/{number}")).Json["handover"]!;
        handover["incidents"]!.AsArray().ShouldHaveSingleItem()!["incidentId"]!.ToString().ShouldBe(incident.ToString());
        handover["requests"]!.AsArray().ShouldHaveSingleItem()!["title"]!.ToString().ShouldBe("Churn by region");
        handover["budget"]!.ToJsonString().ShouldBe("""{"capacity":4.00,"reserved":1.5,"spent":0,"left":2.50}""");
        var told = (await api.Client.GetAsync($"/api/v1/notifications?engineer={answer.Json["to"]}")).Json["items"]!.AsArray().First(notification => notification!["kind"]!.ToString() == "handover")!;
        told["text"]!.ToString().ShouldContain("Watch the growth files.");
        told["text"]!.ToString().ShouldContain("team-growth 2026-11-20");

        (await api.Client.PostAsync($"/api/v1/sprints/{number}/handover", "{}")).Problem(HttpStatusCode.Conflict)["detail"]!.ToString().ShouldContain("was handed over");
        await GoldenHistory.RecordAsync(api.Store, "a_sprint_that_is_handed_over");
    }
}
