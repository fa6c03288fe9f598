using System.Net;
using EventedPipelines.Domain.Catalog.Policies;

namespace EventedPipelines.Tests.Integration.Http;

[Collection(ApiCollection.Name)]
public sealed class when_a_person_decides_about_an_incident(ApiFixture api)
{
    static readonly (string, string) ada = ("X-Actor", "ada");

    readonly Trouble _trouble = new(api.Store, api.Clock);

    [Fact]
    public async Task an_engineer_who_was_paged_acknowledges_the_incident()
    {
        var incident = await _trouble.PagedAsync("dec-ack");

        var answer = await PostAsync(incident, "acknowledge", "{}", ada);

        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        answer.Json["status"]!.ToString().ShouldBe("acknowledged");
        answer.Location.ShouldBe($"/api/v1/incidents/{incident}");
        var now = await api.Client.GetAsync(answer.Location);
        now.ETag.ShouldBe(answer.ETag);
        now.Json["acknowledgedBy"]!.ToString().ShouldBe("ada");
        now.Json["pending"]!.AsArray().ShouldHaveSingleItem()!["what"]!.ToString().ShouldBe("The secondary owners of dec-ack are paged, unless it is resolved.");
    }

    [Fact]
    public async Task an_engineer_who_was_not_paged_cannot_acknowledge_the_incident()
    {
        var incident = await _trouble.PagedAsync("dec-stranger");

        var problem = (await PostAsync(incident, "acknowledge", "{}", ("X-Actor", "zoe"))).Problem(HttpStatusCode.Conflict);

        problem["detail"]!.ToString().ShouldContain("Paged were: ada");
        problem["remedy"]!.ToString().ShouldContain("X-Actor");
    }

    public static TheoryData<string, string> Commands => new()
    {
        { "acknowledge", "{}" },
        { "notes", """{"text":"Once."}""" },
        { "hold", """{"reason":"The vendor is at it.","until":"2026-11-25T14:00:00Z"}""" },
        { "assign", """{"to":"ada"}""" },
        { "policy", """{"reason":"A long night."}""" },
        { "resolve", """{"cause":"a typo"}""" },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task an_incident_that_has_changed_since_it_was_seen_is_left_alone(string command, string body)
    {
        var incident = await _trouble.PagedAsync($"dec-stale-{command}");
        await PostAsync(incident, "notes", """{"text":"Looking at it."}""", ada, ("If-Match", "\"2\""));

        (await PostAsync(incident, command, body, ada, ("If-Match", "\"2\""))).Problem(HttpStatusCode.PreconditionFailed)["version"]!.GetValue<int>().ShouldBe(3);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task a_command_about_an_incident_with_the_same_idempotency_key_is_done_once(string command, string body)
    {
        var incident = await _trouble.PagedAsync($"dec-once-{command}");

        var first = await PostAsync(incident, command, body, ada, ("Idempotency-Key", $"dec-once-{command}"));
        var second = await PostAsync(incident, command, body, ada, ("Idempotency-Key", $"dec-once-{command}"));

        first.Status.ShouldBe(HttpStatusCode.OK, first.Text);
        (second.Status, second.Text, second.Location).ShouldBe((first.Status, first.Text, first.Location));
        (await api.Client.GetAsync($"/api/v1/incidents/{incident}")).Json["version"]!.GetValue<long>().ShouldBe(first.Json["version"]!.GetValue<long>());
    }

    [Fact]
    public async Task the_description_of_each_command_about_an_incident_says_what_it_takes_and_answers()
    {
        var paths = (await api.Client.GetAsync("/openapi/v1.json")).Json["paths"]!;
        foreach (var command in Commands.Select(row => row.Data.Item1))
        {
            var post = paths[$"/api/v1/incidents/{{id}}/{command}"]!["post"]!;
            post["parameters"]!.AsArray().Select(parameter => parameter!["name"]!.ToString()).ShouldBe(["id", "Idempotency-Key", "If-Match"], ignoreOrder: true);
            post["parameters"]!.AsArray().Single(parameter => parameter!["name"]!.ToString() == "id")!["schema"]!["format"]!.ToString().ShouldBe("uuid");
            var done = post["responses"]!.AsObject().Where(answer => answer.Key.StartsWith('2')).ShouldHaveSingleItem();
            done.Value!["content"]!["application/json"]!["schema"]!["$ref"]!.ToString().ShouldEndWith("/IncidentReceipt");
        }
    }

    [Fact]
    public async Task a_hold_keeps_an_incident_quiet_until_its_end()
    {
        var incident = await _trouble.PagedAsync("dec-hold");

        var answer = await PostAsync(incident, "hold", """{"reason":"The vendor is at it.","until":"2026-11-25T14:00:00Z"}""", ada);

        answer.Json["status"]!.ToString().ShouldBe("held", answer.Text);
        var view = (await api.Client.GetAsync(answer.Location)).Json;
        view["hold"]!["until"]!.ToString().ShouldBe("2026-11-25T14:00:00Z");
        view["pending"]!.AsArray().Select(next => $"{next!["at"]} {next["what"]}").ShouldBe(
        [
            "2026-11-25T14:00:00Z The hold of ada ends.",
            "2026-11-25T14:00:00Z The secondary owners of dec-hold are paged, unless it is resolved.",
        ], ignoreOrder: true);
    }

    [Theory]
    [InlineData("2026-11-27T08:00:00Z", "at most 24 hours")]
    [InlineData("2026-11-25T07:00:00Z", "is past")]
    public async Task a_hold_that_is_too_long_or_past_is_refused(string until, string reason)
    {
        var incident = await _trouble.PagedAsync("dec-long");

        (await PostAsync(incident, "hold", $$"""{"reason":"x","until":"{{until}}"}""", ada)).Problem(HttpStatusCode.Conflict)["detail"]!.ToString().ShouldContain(reason);
    }

    [Fact]
    public async Task an_incident_is_assigned_to_an_engineer_and_to_nobody_else()
    {
        var incident = await _trouble.PagedAsync("dec-assign");

        var answer = await PostAsync(incident, "assign", """{"to":"ben"}""", ada);

        (await api.Client.GetAsync(answer.Location)).Json["assignedTo"]!.ToString().ShouldBe("ben");
        (await PostAsync(incident, "assign", """{"to":"nobody"}""", ada)).Problem(HttpStatusCode.Conflict)["detail"]!.ToString().ShouldContain("There is no engineer 'nobody'");
    }

    [Fact]
    public async Task an_incident_escalates_by_the_policy_it_opened_under_until_somebody_says_otherwise()
    {
        var incident = await _trouble.PagedAsync("dec-policy");
        var version = await _trouble.EscalateAfterAsync(TimeSpan.FromHours(2));
        await PostAsync(incident, "acknowledge", "{}", ada);
        (await api.Client.GetAsync($"/api/v1/incidents/{incident}")).Json["pending"]![0]!["at"]!.ToString().ShouldBe("2026-11-25T12:00:00Z");

        var answer = await PostAsync(incident, "policy", """{"reason":"The board meets at noon."}""", ada);

        var view = (await api.Client.GetAsync(answer.Location)).Json;
        view["pending"]!.AsArray().ShouldHaveSingleItem()!["at"]!.ToString().ShouldBe("2026-11-25T10:00:00Z");
        view["policyVersion"]!.GetValue<int>().ShouldBe(version);
        view["notes"]!.AsArray().ShouldHaveSingleItem()!["text"]!.ToString().ShouldBe($"It escalates by version {version} of the policies from now on: The board meets at noon.");
        (await PostAsync(incident, "policy", """{"reason":"Again."}""", ada)).ETag.ShouldBe(answer.ETag);
        await _trouble.EscalateAfterAsync(EscalationPolicy.Default.SecondaryAfter);
    }

    [Fact]
    public async Task a_resolved_incident_owes_nothing_and_takes_notes_only()
    {
        var incident = await _trouble.PagedAsync("dec-resolve");

        var answer = await PostAsync(incident, "resolve", """{"cause":"a typo in the model","note":"Fixed."}""", ada);

        answer.Json["status"]!.ToString().ShouldBe("resolved", answer.Text);
        var view = (await api.Client.GetAsync(answer.Location)).Json;
        view["resolution"]!.ToJsonString().ShouldBe("""{"cause":"a typo in the model","note":"Fixed.","by":"ada"}""");
        view["resolvedAt"]!.ToString().ShouldBe("2026-11-25T08:00:00Z");
        view["pending"]!.AsArray().ShouldBeEmpty();
        (await PostAsync(incident, "resolve", """{"cause":"again"}""", ada)).Problem(HttpStatusCode.Conflict)["remedy"]!.ToString().ShouldContain("notes");
        (await PostAsync(incident, "acknowledge", "{}", ada)).Problem(HttpStatusCode.Conflict);
        (await PostAsync(incident, "notes", """{"text":"We test it now."}""", ada)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("hold", """{"until":"2026-11-25T14:00:00Z"}""", "reason")]
    [InlineData("hold", """{"reason":"x"}""", "until")]
    [InlineData("hold", """{"reason":"x","until":"tomorrow"}""", "until")]
    [InlineData("notes", "{}", "text")]
    [InlineData("assign", "{}", "to")]
    [InlineData("resolve", """{"note":"Fixed."}""", "cause")]
    [InlineData("policy", "{}", "reason")]
    [InlineData("acknowledge", """{"by":"ada"}""", "by")]
    public async Task a_command_about_an_incident_is_refused_with_the_field_that_is_wrong(string command, string body, string field) =>
        (await PostAsync(Guid.NewGuid(), command, body, ada)).Problem(HttpStatusCode.BadRequest)["errors"]!.AsObject().Select(error => error.Key).ShouldBe([field]);

    [Theory]
    [InlineData("acknowledge", "{}")]
    [InlineData("hold", """{"reason":"x","until":"2026-11-25T14:00:00Z"}""")]
    [InlineData("notes", """{"text":"x"}""")]
    [InlineData("assign", """{"to":"ada"}""")]
    [InlineData("policy", """{"reason":"x"}""")]
    [InlineData("resolve", """{"cause":"x"}""")]
    public async Task an_unknown_incident_is_not_found_by_a_command(string command, string body) =>
        (await PostAsync(Guid.NewGuid(), command, body, ada)).Problem(HttpStatusCode.NotFound);

    Task<Answer> PostAsync(Guid incident, string command, string body, params (string Name, string Value)[] headers) =>
        api.Client.PostAsync($"/api/v1/incidents/{incident}/{command}", body, headers);
}
