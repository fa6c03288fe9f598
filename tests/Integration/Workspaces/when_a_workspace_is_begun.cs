using System.Text.Json.Nodes;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Tests.Integration.CommandLine;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Tests.Integration.Http;

namespace EventedPipelines.Tests.Integration.Workspaces;

/// <summary>From nothing to a published number, as `init` tells it.</summary>
[Trait("Category", "Full")]
public sealed class when_a_workspace_is_begun(PostgresServer server)
{
    static readonly DateOnly day = new(2025, 3, 3);

    [Fact]
    public async Task the_starter_workspace_validates_and_publishes_its_number()
    {
        await using var own = new OwnWorkspace(server);

        var begun = await Evented.RunAsync(null, null, "init", own.Folder);
        var valid = await Evented.RunAsync(null, null, "validate", own.Folder);

        begun.ExitCode.ShouldBe(0, begun.Error);
        begun.Output.ShouldContain($"./run --workspace {own.Folder}");
        (valid.ExitCode, valid.Output.Trim()).ShouldBe((0, "OK: 1 area, 1 pipeline, 3 checks, 1 metric."));

        await using var system = await own.StartAsync();
        (await system.BackfillAsync("daily-revenue", day, day)).ShouldHaveSingleItem().Outcome.ShouldBe(RunOutcome.Succeeded);
        using var client = new ApiClient(system.Url);
        var point = (await client.GetAsync("/api/v1/investor-metrics?metric=revenue")).Json["items"]!.AsArray().ShouldHaveSingleItem()!;
        (point["period"]!.ToString(), point["value"]!.GetValue<decimal>(), point["unit"]!.ToString()).ShouldBe(("2025-03-03", 214.5m, "USD"));
        var owners = (await client.GetAsync("/api/v1/areas/sales/owners?at=2025-03-03")).Json;
        owners["primary"]![0]!["id"]!.ToString().ShouldBe("alex");
    }

    [Fact]
    public async Task the_init_command_leaves_a_folder_that_is_not_empty_alone()
    {
        await using var own = new OwnWorkspace(server);
        own.Write("mine.txt", "mine");

        var refused = await Evented.RunAsync(null, null, "init", own.Folder);

        refused.ExitCode.ShouldBe(73);
        refused.Error.ShouldContain("is not empty");
        Directory.GetFileSystemEntries(own.Folder).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task validate_tells_each_problem_of_a_workspace_by_file_and_line_and_counts_them()
    {
        await using var own = new OwnWorkspace(server);
        await Evented.RunAsync(null, null, "init", own.Folder);
        own.Change("sources/orders/source.yml", of: "kind: not_null", instead: "kind: not_nul");
        own.Change("team.yml", of: "primary: [alex]", instead: "primary: [sam]");

        var told = await Evented.RunAsync(null, null, "validate", own.Folder);
        var json = await Evented.RunAsync(null, null, "validate", own.Folder, "--json");

        told.ExitCode.ShouldBe(65, told.Error);
        told.Output.ShouldContain("sources/orders/source.yml:12: 'not_nul' is no `kind`. Did you mean 'not_null'?");
        told.Output.ShouldContain("team.yml:16: 'sam' is primary and secondary owner of 'sales'");
        told.Output.TrimEnd().ShouldEndWith("2 problems.");
        json.ExitCode.ShouldBe(65);
        JsonNode.Parse(json.Output)!["problems"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task validate_tells_a_warning_apart_and_refuses_nothing_for_it()
    {
        await using var own = new OwnWorkspace(server);
        await Evented.RunAsync(null, null, "init", own.Folder);
        File.Delete(Path.Combine(own.Folder, "team.yml"));

        var told = await Evented.RunAsync(null, null, "validate", own.Folder);

        told.ExitCode.ShouldBe(0, told.Error);
        told.Output.ShouldContain("Warnings:");
        told.Output.ShouldContain("team.yml:1: There is no team.yml: nobody owns the areas.");
    }
}
