using System.Net;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Tests.Integration.Http;
using EventedPipelines.Tests.Integration.OnCall;

namespace EventedPipelines.Tests.Integration.Requests;

/// <summary>The budget of a sprint for ad-hoc requests over HTTP (domain.md 5.3, 5.4). A sprint has 4 points.</summary>
public sealed class when_requests_are_filed(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task a_request_that_fits_is_accepted_and_one_that_does_not_becomes_a_ticket_with_the_sum()
    {
        await TestTeam.DefineAsync(api);
        var first = await FileAsync("Churn by region", 2.5m);
        first.Json["state"]!.ToString().ShouldBe("accepted");
        first.Json["engineer"]!.ToString().ShouldBe((await api.Client.GetAsync("/api/v1/oncall/now?area=growth")).Json["duty"]!["engineer"]!.ToString());

        var second = await FileAsync("A whole new funnel", 2m);
        second.Json["state"]!.ToString().ShouldBe("queued");
        var reason = second.Json["ticket"]!["reason"]!.ToString();
        reason.ShouldContain("It needs 2 points");
        reason.ShouldContain("1.5 left");
        reason.ShouldContain("This signals new priorities beyond ad-hoc work");
        var third = await FileAsync("A small one", 1.5m);
        third.Json["state"]!.ToString().ShouldBe("accepted");

        var budget = (await api.Client.GetAsync("/api/v1/request-budget")).Json;
        (budget["capacityPoints"]!.GetValue<decimal>(), budget["reserved"]!.GetValue<decimal>(), budget["left"]!.GetValue<decimal>()).ShouldBe((4m, 4m, 0m));
        budget["capacityInWords"]!.ToString().ShouldBe("one working day of request work");
        budget["overflowed"]!.AsArray().Select(overflow => overflow!["requestId"]!.ToString()).ShouldContain(second.Json["id"]!.ToString());

        // An overrun is allowed, shown, and closes acceptance.
        var done = await api.Client.PostAsync($"{third.Location}/complete", """{"actualPoints":3}""", ("If-Match", third.ETag!));
        done.Json["actualPoints"]!.GetValue<decimal>().ShouldBe(3m);
        var overrun = (await api.Client.GetAsync("/api/v1/request-budget")).Json;
        (overrun["spent"]!.GetValue<decimal>(), overrun["reserved"]!.GetValue<decimal>(), overrun["left"]!.GetValue<decimal>()).ShouldBe((3m, 2.5m, -1.5m));
        (await FileAsync("Nothing fits now", 0.01m)).Json["state"]!.ToString().ShouldBe("queued");

        // Given up, its points are free again.
        (await api.Client.PostAsync($"{first.Location}/cancel", """{"reason":"Not needed"}""")).Json["state"]!.ToString().ShouldBe("cancelled");
        (await api.Client.GetAsync("/api/v1/request-budget")).Json["left"]!.GetValue<decimal>().ShouldBe(1m);
        (await api.Client.PostAsync($"{first.Location}/complete", """{"actualPoints":1}""")).Problem(HttpStatusCode.Conflict);
        (await api.Client.PostAsync($"{third.Location}/complete", """{"actualPoints":3}""", ("If-Match", third.ETag!))).Problem(HttpStatusCode.PreconditionFailed);
        await GoldenHistory.RecordAsync(api.Store, "a_sprint_with_overflow");
    }

    [Fact]
    public async Task requests_with_the_same_idempotency_key_are_the_same_request()
    {
        await TestTeam.DefineAsync(api);
        var body = """{"requester":"Finance","area":"engagement","title":"Once","points":100}""";

        var first = await api.Client.PostAsync("/api/v1/requests", body, ("Idempotency-Key", "req-once"));
        var again = await api.Client.PostAsync("/api/v1/requests", body, ("Idempotency-Key", "req-once"));

        again.Text.ShouldBe(first.Text);
        (await api.Client.GetAsync("/api/v1/requests?limit=500")).Json["items"]!.AsArray().Count(item => item!["title"]!.ToString() == "Once").ShouldBe(1);
        (await api.Client.GetAsync(first.Location)).Json["id"]!.ToString().ShouldBe(first.Json["id"]!.ToString());
        (await api.Client.PostAsync("/api/v1/requests", body.Replace("engagement", "support", StringComparison.Ordinal))).Problem(HttpStatusCode.NotFound);
    }

    async Task<Answer> FileAsync(string title, decimal points)
    {
        var answer = await api.Client.PostAsync("/api/v1/requests", FormattableString.Invariant($$"""{"requester":"Finance","area":"growth","title":"{{title}}","points":{{points}}}"""));
        answer.Status.ShouldBe(HttpStatusCode.Created, answer.Text);
        return answer;
    }
}
