using System.Text.Json.Nodes;
using EventedPipelines.Tests.Integration.Http;
using static EventedPipelines.Tests.Integration.Http.Definitions;

namespace EventedPipelines.Tests.Integration.CommandLine;

[Collection(ApiCollection.Name)]
public sealed class when_a_command_is_given(ApiFixture api)
{
    [Fact]
    public async Task the_run_command_shows_what_was_published()
    {
        await api.Story.DefineAsync(Daily("cli-done", "profit"));
        await api.Story.RunAsync("cli-done", "2026-11-20", points: [Point("gross_profit", "2026-11-20", 1234.5m)]);

        var said = await RunAsync("run", "cli-done", "2026-11-20");

        said.ExitCode.ShouldBe(0, said.Error);
        said.Output.ShouldContain("cli-done 2026-11-20, generation 1: succeeded");
        said.Output.ShouldContain("gross_profit 2026-11-20: 1,234.50 USD");
    }

    [Fact]
    public async Task the_run_command_says_what_the_run_waits_for()
    {
        await api.Story.DefineAsync(Daily("cli-waits", "profit"));
        await api.Story.MissAsync(await api.Story.OpenAsync("cli-waits", "2026-11-20"));

        var said = await RunAsync("run", "cli-waits", "2026-11-20");

        said.ExitCode.ShouldBe(4, said.Error);
        said.Output.ShouldContain("waiting for orders");
        said.Output.ShouldContain("orders/2026-11-20.csv");
    }

    [Fact]
    public async Task the_run_command_says_why_the_run_failed_and_what_to_do()
    {
        await api.Story.DefineAsync(Daily("cli-fails", "profit"));
        var run = await api.Story.OpenAsync("cli-fails", "2026-11-20");
        await api.Story.IngestAsync(run);
        await api.Story.CheckAsync(run);
        await api.Story.FailAsync(run);

        var said = await RunAsync("run", "cli-fails", "2026-11-20");

        said.ExitCode.ShouldBe(3, said.Error);
        said.Output.ShouldContain("There is no column 'amout'.");
        said.Output.ShouldContain("Correct the model, then retry the run.");
    }

    [Fact]
    public async Task a_command_with_json_writes_the_apis_answer_alone_to_standard_output()
    {
        await api.Story.DefineAsync(Daily("cli-json", "profit"));

        var run = await RunAsync("run", "cli-json", "2026-11-20", "--no-wait", "--json");
        var backfill = await RunAsync("backfill", "--pipeline", "cli-json", "--from", "2026-11-01", "--to", "2026-11-03", "--reprocess", "all", "--no-wait", "--json");
        var status = await RunAsync("status", "--json");

        run.ExitCode.ShouldBe(0, run.Error);
        JsonNode.Parse(run.Output)!["stage"]!.ToString().ShouldBe("scheduled");
        JsonNode.Parse(backfill.Output)!["progress"]!["total"]!.GetValue<int>().ShouldBe(3);
        JsonNode.Parse(status.Output)!.AsObject().Select(field => field.Key).ShouldBe(["areas", "work", "dead", "incidents", "sla", "readModels", "stale", "redelivered", "refusedPlans"]);
    }

    [Fact]
    public async Task the_status_command_lists_the_pipelines_and_where_they_stand()
    {
        await api.Story.DefineAsync(Daily("cli-status", "profit"));
        await api.Story.RunAsync("cli-status", "2026-11-20");
        await api.CaughtUpAsync();

        var said = await RunAsync("status");

        said.ExitCode.ShouldBe(0, said.Error);
        said.Output.Split('\n').ShouldContain(line => line.Contains("cli-status") && line.Contains("2026-11-20") && line.Contains("succeeded"));
    }

    [Theory]
    [InlineData(64, "neither a day", "run", "cli-none", "yesterday")]
    [InlineData(64, "There is no pipeline 'cli-none'", "run", "cli-none", "2026-11-20")]
    [InlineData(64, "one of the two", "backfill", "--from", "2026-11-01", "--to", "2026-11-02")]
    [InlineData(64, "frob", "frob")]
    [InlineData(64, "no address", "status", "--url", "nonsense")]
    [InlineData(69, "'./run' starts it", "status", "--url", "http://127.0.0.1:1")]
    [InlineData(69, "'./run' starts it", "status", "--home", "/nowhere")]
    public async Task a_command_that_cannot_be_done_ends_with_one_sentence_and_an_exit_code(int code, string sentence, params string[] command)
    {
        var said = await RunAsync(command);

        said.ExitCode.ShouldBe(code);
        said.Error.ShouldContain(sentence);
        said.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task the_run_command_ends_with_75_for_an_interval_that_has_not_closed()
    {
        await api.Story.DefineAsync(Daily("cli-open", "profit"));

        (await RunAsync("run", "cli-open", "2026-11-25")).ExitCode.ShouldBe(75);
    }

    [Fact]
    public async Task a_server_with_a_key_refuses_a_command_without_it()
    {
        using var server = await api.StartAsync(settings => settings with { ApiKey = "s3cret" });

        (await Evented.RunAsync(server.Server, null, "status")).ExitCode.ShouldBe(77);
        (await Evented.RunAsync(server.Server, "s3cret", "status")).ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("run", "--help")]
    public async Task the_help_of_the_command_line_tells_the_exit_codes(params string[] command)
    {
        var said = await RunAsync(command);

        said.ExitCode.ShouldBe(0);
        said.Output.ShouldContain("69   the system is not running");
    }

    Task<Said> RunAsync(params string[] command) => Evented.RunAsync(api.Client.Server, null, command);
}
