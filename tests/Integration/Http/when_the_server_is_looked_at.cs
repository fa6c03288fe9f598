using System.Net;

namespace EventedPipelines.Tests.Integration.Http;

[Collection(ApiCollection.Name)]
public sealed class when_the_server_is_looked_at(ApiFixture api)
{
    [Fact]
    public async Task the_description_of_the_api_lists_every_path_with_summary_and_answers()
    {
        var description = (await api.Client.GetAsync("/openapi/v1.json")).Json;

        description["openapi"]!.ToString().ShouldStartWith("3.1");
        var operations = from path in description["paths"]!.AsObject()
                         from operation in path.Value!.AsObject()
                         select (Name: $"{operation.Key.ToUpperInvariant()} {path.Key}", Operation: operation.Value!);
        operations.Select(operation => operation.Name).ShouldBe(
        [
            "GET /api/v1/areas", "GET /api/v1/areas/{area}/owners", "GET /api/v1/pipelines", "GET /api/v1/pipelines/{id}", "GET /api/v1/pipelines/{id}/versions",
            "GET /api/v1/runs", "POST /api/v1/runs", "GET /api/v1/runs/{id}", "GET /api/v1/runs/{id}/events", "POST /api/v1/runs/{id}/retry", "POST /api/v1/runs/{id}/cancel",
            "GET /api/v1/sources", "GET /api/v1/sources/{id}", "GET /api/v1/sources/{id}/deliveries", "GET /api/v1/sources/{id}/deliveries/{period}",
            "POST /api/v1/sources/{id}/deliveries/{period}/refetch", "POST /api/v1/sources/{id}/deliveries/{period}/confirm-empty",
            "POST /api/v1/sources/{id}/deliveries/{period}/quarantine/verdicts",
            "GET /api/v1/schemas/{source}/changes", "POST /api/v1/schemas/{source}/drifts/{id}/approve", "POST /api/v1/schemas/{source}/drifts/{id}/reject",
            "GET /api/v1/intervals/{pipeline}/{interval}", "POST /api/v1/intervals/{pipeline}/{interval}/confirm-empty", "POST /api/v1/intervals/{pipeline}/{interval}/rerun-stale",
            "POST /api/v1/intervals/{pipeline}/{interval}/quarantine/verdicts", "GET /api/v1/runs/{id}/quarantine", "GET /api/v1/runs/{id}/rejects", "POST /api/v1/backfills",
            "GET /api/v1/backfills/{id}", "POST /api/v1/rebuilds", "GET /api/v1/rebuilds/{id}", "GET /api/v1/investor-metrics", "GET /api/v1/work",
            "POST /api/v1/work/{id}/replay", "POST /api/v1/work/{id}/discard",
            "GET /api/v1/incidents", "GET /api/v1/incidents/{id}", "GET /api/v1/incidents/{id}/events", "POST /api/v1/incidents/{id}/acknowledge", "POST /api/v1/incidents/{id}/hold",
            "POST /api/v1/incidents/{id}/notes", "POST /api/v1/incidents/{id}/assign", "POST /api/v1/incidents/{id}/policy", "POST /api/v1/incidents/{id}/resolve",
            "GET /api/v1/sla", "POST /api/v1/sla/{area}/{interval}/corrections", "GET /api/v1/status", "GET /api/v1/notifications",
            "GET /api/v1/oncall/now", "GET /api/v1/oncall/schedule", "GET /api/v1/oncall/load", "POST /api/v1/oncall/overrides", "DELETE /api/v1/oncall/overrides/{id}",
            "POST /api/v1/oncall/feeds", "GET /api/v1/oncall/feeds", "DELETE /api/v1/oncall/feeds/{id}", "GET /api/v1/oncall/calendar.ics",
            "GET /api/v1/sprints", "GET /api/v1/sprints/current", "GET /api/v1/sprints/{number}", "POST /api/v1/sprints/{number}/handover",
            "GET /api/v1/requests", "POST /api/v1/requests", "GET /api/v1/requests/{id}", "POST /api/v1/requests/{id}/complete", "POST /api/v1/requests/{id}/cancel", "GET /api/v1/request-budget",
            "GET /api/v1/holidays/{year}", "POST /api/v1/holidays/{year}/plan", "POST /api/v1/calendar/imports",
            "GET /api/v1/compensation", "POST /api/v1/compensation/{period}/close", "POST /api/v1/compensation/corrections", "POST /api/v1/compensation/lines",
            "GET /health/live", "GET /health/ready",
        ], ignoreOrder: true);
        foreach (var (name, operation) in operations)
        {
            operation["summary"].ShouldNotBeNull(name);
            operation["tags"]!.AsArray().ShouldNotBeEmpty(name);
            operation["responses"]!.AsObject().ShouldContain(response => response.Key.StartsWith('2') && response.Value!["content"] != null, name);
        }
    }

    [Fact]
    public async Task every_answer_of_the_server_is_guarded_by_its_headers()
    {
        foreach (var path in (string[])["/", "/api/v1/areas", "/nothing"])
        {
            var headers = (await api.Client.GetAsync(path)).Headers;
            headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
            headers.GetValues("X-Frame-Options").ShouldBe(["DENY"]);
            headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
            headers.GetValues("Content-Security-Policy").Single().ShouldContain("default-src 'none'");
            headers.Contains("Server").ShouldBeFalse();
        }
    }

    [Fact]
    public async Task a_simulated_home_says_so_on_every_answer()
    {
        using var client = await api.StartAsync(settings => settings with { Simulated = true });

        (await client.GetAsync("/api/v1/areas")).Headers.GetValues("Evented-Simulated").ShouldBe(["true"]);
        (await client.GetAsync("/nothing")).Headers.GetValues("Evented-Simulated").ShouldBe(["true"]);
        (await api.Client.GetAsync("/api/v1/areas")).Headers.Contains("Evented-Simulated").ShouldBeFalse();
    }

    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/app.js", "text/javascript")]
    [InlineData("/run.js", "text/javascript")]
    [InlineData("/style.css", "text/css")]
    public async Task the_dashboard_needs_nothing_from_elsewhere(string path, string type)
    {
        var answer = await api.Client.GetAsync(path);

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.ContentType.ShouldBe(type);
        answer.Text.ShouldNotContain("https://");
        (await api.Client.GetAsync(path, ("If-None-Match", answer.ETag!))).Status.ShouldBe(HttpStatusCode.NotModified);
    }
}
