using System.Net;
using System.Text.Json.Nodes;
using EventedPipelines.Domain.Reliability.Incidents;
using static EventedPipelines.Tests.Integration.Http.Definitions;

namespace EventedPipelines.Tests.Integration.Http;

[Collection(ApiCollection.Name)]
public sealed class when_incidents_are_read(ApiFixture api)
{
    readonly Trouble _trouble = new(api.Store, api.Clock);

    [Fact]
    public async Task an_incident_says_who_was_paged_and_what_happens_next()
    {
        await api.Story.DefineAsync(Daily("inc-read", "inc-read"));
        var run = await api.Story.OpenAsync("inc-read", "2026-11-20");
        var incident = await _trouble.PagedAsync("inc-read");

        var answer = await api.Client.GetAsync($"/api/v1/incidents/{incident}");

        answer.ETag.ShouldBe("\"2\"");
        answer.Json["status"]!.ToString().ShouldBe("open");
        answer.Json["latestRunId"]!.ToString().ShouldBe(run.ToString());
        answer.Json["causes"]![0]!["kind"]!.ToString().ShouldBe("retriesExhausted");
        var page = answer.Json["pages"]!.AsArray().ShouldHaveSingleItem()!;
        Fields(page, "engineer", "role", "channel", "state", "repeat").ShouldBe("ada primary inbox queued 0");
        page["via"]!.ToString().ShouldBe("primary owner of inc-read since 2026-01-01");
        var next = answer.Json["pending"]!.AsArray().ShouldHaveSingleItem()!;
        next["what"]!.ToString().ShouldBe("The primary owners of inc-read are reminded, time 1 of 4, unless somebody acknowledges it.");
        next["at"]!.ToString().ShouldBe("2026-11-25T08:15:00Z");
    }

    [Fact]
    public async Task a_page_of_an_incident_says_what_came_of_it()
    {
        var (arrived, lost) = (await _trouble.PagedAsync("inc-arrived"), await _trouble.PagedAsync("inc-lost"));
        await _trouble.TellAsync(arrived);
        await _trouble.TellAsync(lost, "There is no such mailbox.");

        (await PagesAsync(arrived)).ShouldBe(["ada sent "]);
        (await PagesAsync(lost)).ShouldBe(["ada failed There is no such mailbox."]);
    }

    [Fact]
    public async Task an_escalation_step_that_pages_nobody_says_why()
    {
        var incident = await _trouble.RaiseAsync("inc-empty", "inc-empty", "2026-11-20");
        await _trouble.PageAsync(incident);

        var view = (await api.Client.GetAsync($"/api/v1/incidents/{incident}")).Json;

        view["pages"]!.AsArray().ShouldBeEmpty();
        view["steps"]![0]!["whyEmpty"]!.ToString().ShouldBe("Nobody is recorded as primary owner of inc-empty.");
        view["pending"]![0]!["what"]!.ToString().ShouldStartWith("The secondary owners");
    }

    [Fact]
    public async Task an_incident_of_a_source_is_found_under_each_area_and_pipeline_that_it_holds_up()
    {
        await _trouble.OwnAsync("inc-first", "ada", "ben");
        await _trouble.OwnAsync("inc-second", "ada", "ben");
        await api.Story.DefineAsync(Daily("inc-first", "inc-first"));
        await api.Story.DefineAsync(Daily("inc-second", "inc-second"));
        var before = (int)(await api.Client.GetAsync("/api/v1/status")).Json["openIncidents"]!;
        var incident = await _trouble.RaiseOfSourceAsync("inc-source", "2026-11-20", "inc-first", "inc-second");
        await api.CaughtUpAsync();

        (await IdsAsync("area=inc-second")).ShouldBe([incident]);
        (await IdsAsync("area=inc-first")).ShouldBe([incident]);
        (await IdsAsync("pipeline=inc-second&resolved=false")).ShouldBe([incident]);
        var status = (await api.Client.GetAsync("/api/v1/status")).Json;
        status["areas"]!.AsArray().Where(area => area!["id"]!.ToString() is "inc-first" or "inc-second").Select(area => (int)area!["openIncidents"]!).ShouldBe([1, 1]);
        ((int)status["openIncidents"]!).ShouldBe(before + 1, "It is one, though it is in two areas.");
    }

    [Fact]
    public async Task the_list_of_incidents_is_newest_first_paged_and_filtered()
    {
        await _trouble.OwnAsync("inc-list", "ada", "ben");
        var before = api.Clock.Now;
        List<Guid> raised = [];
        foreach (var day in (int[])[18, 19, 20])
        {
            api.Clock.Now = before.AddMinutes(day);
            raised.Add(await _trouble.RaiseAsync("inc-list", "inc-list", $"2026-11-{day}"));
        }

        api.Clock.Now = before;
        await api.Client.PostAsync($"/api/v1/incidents/{raised[0]}/resolve", """{"cause":"a typo"}""");
        await api.CaughtUpAsync();

        (await IdsAsync("pipeline=inc-list")).ShouldBe([raised[2], raised[1], raised[0]]);
        (await IdsAsync("area=inc-list&resolved=false")).ShouldBe([raised[2], raised[1]]);
        (await IdsAsync("area=inc-list&status=resolved")).ShouldBe([raised[0]]);
        (await IdsAsync("area=inc-list&status=acknowledged")).ShouldBeEmpty();
        var first = await api.Client.GetAsync("/api/v1/incidents?area=inc-list&limit=2");
        first.Values("items", "id").Length.ShouldBe(2);
        (await IdsAsync($"area=inc-list&limit=2&cursor={first.Json["next"]}")).ShouldBe([raised[0]]);
        (await api.Client.GetAsync("/api/v1/incidents?status=lost")).Problem(HttpStatusCode.BadRequest);
        (await api.Client.GetAsync("/api/v1/incidents?cursor=nonsense")).Problem(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task the_events_of_an_incident_are_those_stored()
    {
        var incident = await _trouble.PagedAsync("inc-events");

        (await api.Client.GetAsync($"/api/v1/incidents/{incident}/events")).Values("items", "type").ShouldBe(["incident_opened", "engineers_paged"]);
        (await api.Client.GetAsync($"/api/v1/runs/{incident}/events")).Problem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task an_unknown_incident_is_not_found()
    {
        (await api.Client.GetAsync($"/api/v1/incidents/{Guid.NewGuid()}")).Problem(HttpStatusCode.NotFound)["remedy"]!.ToString().ShouldContain("/api/v1/incidents");
        (await api.Client.GetAsync($"/api/v1/incidents/{Guid.NewGuid()}/events")).Problem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task a_run_names_the_incident_of_its_interval()
    {
        await api.Story.DefineAsync(Daily("inc-run", "inc-run"));
        var run = await api.Story.OpenAsync("inc-run", "2026-11-20");
        var other = await api.Story.OpenAsync("inc-run", "2026-11-19");
        var incident = await _trouble.RaiseAsync("inc-run", "inc-run", "2026-11-20", IncidentCauseKind.SlaMissed);
        await api.CaughtUpAsync();

        (await api.Client.GetAsync($"/api/v1/runs/{run}")).Json["incidentId"]!.ToString().ShouldBe(incident.ToString());
        (await api.Client.GetAsync($"/api/v1/runs/{other}")).Json["incidentId"].ShouldBeNull();
        var listed = (await api.Client.GetAsync("/api/v1/runs?pipeline=inc-run")).Json["items"]!.AsArray();
        listed.Single(item => item!["id"]!.ToString() == run.ToString())!["incidentId"]!.ToString().ShouldBe(incident.ToString());
    }

    async Task<Guid[]> IdsAsync(string query) => [.. (await api.Client.GetAsync($"/api/v1/incidents?{query}")).Values("items", "id").Select(Guid.Parse)];

    async Task<string[]> PagesAsync(Guid incident) =>
        [.. (await api.Client.GetAsync($"/api/v1/incidents/{incident}")).Json["pages"]!.AsArray().Select(page => Fields(page!, "engineer", "state", "error"))];

    static string Fields(JsonNode node, params string[] names) => string.Join(' ', names.Select(name => node[name]?.ToString() ?? ""));
}
