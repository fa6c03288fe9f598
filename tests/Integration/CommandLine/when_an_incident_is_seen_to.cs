using System.Text.Json.Nodes;
using EventedPipelines.Tests.Integration.Http;
using static EventedPipelines.Tests.Integration.Http.Definitions;

namespace EventedPipelines.Tests.Integration.CommandLine;

[Collection(ApiCollection.Name), Trait("Category", "Full")]
public sealed class when_an_incident_is_seen_to(ApiFixture api)
{
    readonly Trouble _trouble = new(api.Store, api.Clock);

    [Fact]
    public async Task an_incident_is_listed_acknowledged_held_assigned_noted_and_resolved_by_commands()
    {
        var incident = await _trouble.PagedAsync("cli-incident");
        await api.CaughtUpAsync();

        (await RunAsync("incidents", "--area", "cli-incident")).Output.ShouldContain($"{incident}   cli-incident 2026-11-20   open");
        (await RunAsync("incidents", "acknowledge", $"{incident}", "--as", "zoe")).ShouldSatisfyAllConditions(
            said => said.ExitCode.ShouldBe(75),
            said => said.Error.ShouldContain("Paged were: ada"));
        (await RunAsync("incidents", "acknowledge", $"{incident}", "--as", "ada")).Output.ShouldContain("acknowledged by ada");
        (await RunAsync("incidents", "hold", $"{incident}", "--until", "2026-11-25T14:00Z", "--reason", "The vendor is at it.", "--as", "ada")).Output.ShouldContain(
            "held by ada until 2026-11-25 14:00 UTC");
        (await RunAsync("incidents", "assign", $"{incident}", "ben", "--as", "ada")).Output.ShouldContain("assigned to ben");
        (await RunAsync("incidents", "note", $"{incident}", "It was the disk.", "--as", "ben")).Output.ShouldContain("ben: It was the disk.");
        var resolved = await RunAsync("incidents", "resolve", $"{incident}", "--cause", "a full disk", "--as", "ben", "--json");
        JsonNode.Parse(resolved.Output)!["resolution"]!["by"]!.ToString().ShouldBe("ben", resolved.Error);
        (await RunAsync("incidents", "show", $"{incident}")).Output.ShouldContain("resolved by ben");
        (await RunAsync("incidents", "show", "lost")).ExitCode.ShouldBe(64);
    }

    [Fact]
    public async Task a_command_with_a_key_names_an_engineer_who_has_to_be_of_the_team()
    {
        var incident = await _trouble.PagedAsync("cli-key");
        await api.CaughtUpAsync();
        using var client = await api.StartAsync(settings => settings with { ApiKey = "s3cret" });

        (await Evented.RunAsync(client.Server, "s3cret", "incidents", "acknowledge", $"{incident}")).Error.ShouldContain("--as");
        (await Evented.RunAsync(client.Server, "s3cret", "incidents", "acknowledge", $"{incident}", "--as", "nobody-known")).ShouldSatisfyAllConditions(
            said => said.ExitCode.ShouldBe(64),
            said => said.Error.ShouldContain("'nobody-known' is no engineer of the team"));
        (await Evented.RunAsync(client.Server, "s3cret", "incidents", "acknowledge", $"{incident}", "--as", "ada")).Output.ShouldContain("acknowledged by ada");
    }

    [Fact]
    public async Task the_status_command_shows_open_incidents_and_missed_slas()
    {
        await api.Story.DefineAsync(Daily("cli-trouble", "cli-trouble"));
        await _trouble.PagedAsync("cli-trouble");
        await _trouble.JudgeAsync("cli-trouble", "2026-11-20", new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero), null);
        await api.CaughtUpAsync();

        var said = (await RunAsync("status", "--json")).Output;

        JsonNode.Parse(said)!["incidents"]!.AsArray().ShouldContain(incident => incident!["pipeline"]!.ToString() == "cli-trouble");
        JsonNode.Parse(said)!["sla"]!.AsArray().ShouldContain(item => item!["area"]!.ToString() == "cli-trouble" && item["state"]!.ToString() == "missed");
        (await RunAsync("status")).Output.ShouldContain("SLAs at risk or missed this month");
    }

    [Fact]
    public async Task dead_work_is_listed_discarded_and_replayed_by_commands()
    {
        await api.Story.DefineAsync(Daily("cli-dead", "profit"));
        var run = await api.Story.OpenAsync("cli-dead", "2026-11-20");
        await ApiFixture.ExecuteAsync(api.Database, $"update ep.pending_work set dead_at = now(), failures = 10, error = 'It broke.' where stream_id = '{run}'");

        var listed = (await RunAsync("work", "--state", "dead")).Output.Split('\n').Single(line => line.Contains("cli-dead"));
        var id = listed.Trim().Split(' ')[0];

        listed.ShouldContain("It broke.");
        (await RunAsync("work", "discard", id, "--reason", "Nobody needs it.")).Output.ShouldContain($"{id}: discarded");
        (await RunAsync("work", "replay", id)).Output.ShouldContain($"{id}: due");
        (await RunAsync("work", "replay", id)).ExitCode.ShouldBe(75);
        (await RunAsync("work", "discard", id)).ExitCode.ShouldBe(64);
    }

    Task<Said> RunAsync(params string[] command) => Evented.RunAsync(api.Client.Server, null, command);
}
