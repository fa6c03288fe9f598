using System.Net;
using System.Net.Http.Headers;
using System.Text;
using static EventedPipelines.Tests.Integration.Http.Definitions;

namespace EventedPipelines.Tests.Integration.Http;

[Collection(ApiCollection.Name)]
public sealed class when_a_stranger_knocks(ApiFixture api)
{
    const string Command = """{"pipeline":"knock","interval":"2026-11-21"}""";

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:80")]
    [InlineData("127.0.0.1:1")]
    [InlineData("localhost")]
    public async Task the_api_does_not_answer_under_the_name_of_another_host(string host) =>
        (await api.Client.GetAsync("/api/v1/areas", ("Host", host))).Problem(HttpStatusCode.MisdirectedRequest);

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    public async Task the_api_answers_under_the_names_of_this_machine(string host) =>
        (await api.Client.GetAsync("/api/v1/areas", ("Host", $"{host}:{api.Client.Server.Port}"))).Status.ShouldBe(HttpStatusCode.OK);

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData("http://localhost:1")]
    public async Task a_web_page_of_another_site_can_give_no_commands(string origin)
    {
        (await api.Client.PostAsync("/api/v1/runs", Command, ("Origin", origin))).Problem(HttpStatusCode.Forbidden);
        (await api.Client.GetAsync("/api/v1/areas", ("Origin", origin))).Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
    }

    [Fact]
    public async Task the_dashboards_own_page_can_give_commands()
    {
        await api.Story.DefineAsync(Daily("knock", "profit"));

        (await api.Client.PostAsync("/api/v1/runs", Command, ("Origin", api.Client.Server.ToString().TrimEnd('/')))).Status.ShouldBe(HttpStatusCode.Accepted);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task a_posted_form_is_not_taken_for_a_command(string type) =>
        (await api.Client.SendAsync(HttpMethod.Post, "/api/v1/runs", new StringContent(Command, Encoding.UTF8, type))).Problem(HttpStatusCode.UnsupportedMediaType);

    [Fact]
    public async Task a_command_without_a_content_type_is_refused() =>
        (await api.Client.SendAsync(HttpMethod.Post, "/api/v1/runs", new ByteArrayContent([]))).Problem(HttpStatusCode.UnsupportedMediaType);

    [Fact]
    public async Task an_actors_name_that_cannot_stand_in_an_event_is_refused() =>
        (await api.Client.PostAsync("/api/v1/runs", Command, ("X-Actor", new string('a', 101)))).Problem(HttpStatusCode.BadRequest);

    [Fact]
    public async Task an_api_with_a_key_gives_its_data_only_to_its_holder()
    {
        using var client = await api.StartAsync(settings => settings with { ApiKey = "s3cret" });

        var refused = await client.GetAsync("/api/v1/areas");
        refused.Problem(HttpStatusCode.Unauthorized);
        refused.Headers.WwwAuthenticate.ShouldBe([new AuthenticationHeaderValue("Bearer", "realm=\"EventedPipelines\"")]);
        (await client.GetAsync("/api/v1/areas", ("Authorization", "Bearer s3cre"))).Problem(HttpStatusCode.Unauthorized);
        (await client.GetAsync("/openapi/v1.json")).Problem(HttpStatusCode.Unauthorized);
        (await client.GetAsync("/api/v1/areas", ("Authorization", "Bearer s3cret"))).Status.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync("/api/v1/areas", ("X-Api-Key", "s3cret"), ("Host", "pipelines.example"))).Status.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync("/health/live")).Status.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync("/")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task the_holder_of_the_api_key_is_the_actor_where_nobody_is_named()
    {
        await api.Story.DefineAsync(Daily("knock-actor", "profit"));
        using var client = await api.StartAsync(settings => settings with { ApiKey = "s3cret" });

        var run = (await client.PostAsync("/api/v1/runs", """{"pipeline":"knock-actor","interval":"2026-11-21"}""", ("X-Api-Key", "s3cret"))).Location;

        var started = (await api.Client.GetAsync($"{run}/events")).Json["items"]![0]!;
        (started["actor"]!.ToString(), started["via"]).ShouldBe(("api-key", null));
    }

    [Fact]
    public async Task the_api_key_acts_for_a_paged_engineer_and_both_are_recorded()
    {
        var incident = await new Trouble(api.Store, api.Clock).PagedAsync("knock-paged");
        using var client = await api.StartAsync(settings => settings with { ApiKey = "s3cret" });
        var acknowledge = $"/api/v1/incidents/{incident}/acknowledge";

        (await client.PostAsync(acknowledge, "{}", ("X-Api-Key", "s3cret"))).Problem(HttpStatusCode.Conflict)["remedy"]!.ToString().ShouldContain("X-Actor");
        (await client.PostAsync(acknowledge, "{}", ("X-Api-Key", "s3cret"), ("X-Actor", "ben"))).Problem(HttpStatusCode.Conflict)["detail"]!.ToString().ShouldContain("'ben' was not paged");
        (await client.PostAsync(acknowledge, "{}", ("X-Actor", "ada"))).Problem(HttpStatusCode.Unauthorized);

        var answer = await client.PostAsync(acknowledge, "{}", ("X-Api-Key", "s3cret"), ("X-Actor", "ada"));
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        (await api.Client.GetAsync($"/api/v1/incidents/{incident}")).Json["acknowledgedBy"]!.ToString().ShouldBe("ada");
        await using var session = api.Store.QuerySession();
        (await session.Events.FetchStreamAsync(incident))[^1].UserName.ShouldBe("ada via api-key");
    }

    [Theory]
    [InlineData("Adda", "Did you mean 'ada'?")]
    [InlineData("somebody-else", "There are: ")]
    public async Task the_api_key_acts_for_nobody_who_is_not_of_the_team(string name, string says)
    {
        await new Trouble(api.Store, api.Clock).OwnAsync("knock-unknown", "ada", "ben");
        await api.Story.DefineAsync(Daily("knock-unknown", "profit"));
        using var client = await api.StartAsync(settings => settings with { ApiKey = "s3cret" });

        var problem = (await client.PostAsync("/api/v1/runs", """{"pipeline":"knock-unknown","interval":"2026-11-21"}""", ("X-Api-Key", "s3cret"), ("X-Actor", name)))
            .Problem(HttpStatusCode.BadRequest);

        problem["errors"]!["X-Actor"]![0]!.ToString().ShouldSatisfyAllConditions(text => text.ShouldContain($"'{name}' is no engineer of the team"), text => text.ShouldContain(says));
        (await client.GetAsync("/api/v1/runs?pipeline=knock-unknown", ("X-Api-Key", "s3cret"))).Json["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task an_actors_name_is_recorded_as_local_where_it_was_said_on_this_machine()
    {
        await api.Story.DefineAsync(Daily("knock-local", "profit"));

        var run = (await api.Client.PostAsync("/api/v1/runs", """{"pipeline":"knock-local","interval":"2026-11-21"}""", ("X-Actor", "ada"))).Location;

        var started = (await api.Client.GetAsync($"{run}/events")).Json["items"]![0]!;
        (started["actor"]!.ToString(), started["via"]!.ToString()).ShouldBe(("ada", "local"));
    }
}
