using EventedPipelines.Domain.Kernel;
using EventedPipelines.Tests.Integration.Http;
using static EventedPipelines.Tests.Integration.Http.Definitions;

namespace EventedPipelines.Tests.Integration.CommandLine;

[Collection(ApiCollection.Name)]
public sealed class when_sources_are_asked_for(ApiFixture api)
{
    Task<Said> RunAsync(params string[] arguments) => Evented.RunAsync(api.Client.Server, key: null, arguments);

    [Fact]
    public async Task sources_are_listed_with_those_who_read_them_and_a_period_is_said_to_be_empty()
    {
        await api.Story.DefineAsync(Daily("cli-sources", "profit"));

        var list = await RunAsync("sources");
        var before = await RunAsync("sources", "delivery", "orders", "2026-11-20");
        var said = await RunAsync("sources", "confirm-empty", "orders", "2026-11-20", "--reason", "the shop was closed");
        var after = await RunAsync("sources", "delivery", "orders", "2026-11-20");
        var days = await RunAsync("sources", "deliveries", "orders", "--from", "2026-11-20", "--to", "2026-11-25");

        list.Output.ShouldContain("cli-sources");
        list.Output.ShouldContain("files by the day");
        before.Output.ShouldContain("orders of 2026-11-20: awaited");
        said.ExitCode.ShouldBe(0, said.Error);
        after.Output.ShouldContain("orders of 2026-11-20: confirmed empty");
        after.Output.ShouldContain(": the shop was closed");
        days.Output.Split('\n').Where(line => line.Contains("2026-", StringComparison.Ordinal)).Select(line => line.Trim()[..10]).ShouldBe(
            DataInterval.Parse("2026-11").Days.Where(day => day.Day is >= 20 and <= 25).Reverse().Select(day => $"{day:yyyy-MM-dd}"));
    }

    [Fact]
    public async Task what_cannot_be_done_with_a_source_is_told_with_its_remedy()
    {
        await api.Story.DefineAsync(Daily("cli-sources", "profit"));

        (await RunAsync("sources", "delivery", "ordres", "2026-11-20")).ShouldSatisfyAllConditions(
            said => said.ExitCode.ShouldBe(64), said => said.Error.ShouldContain("There is no source 'ordres' that a pipeline reads."));
        (await RunAsync("sources", "refetch", "orders", "2026-11-20")).Error.ShouldContain("'orders' declares no `origin`");
        (await RunAsync("sources", "refetch", "orders", "november")).Error.ShouldContain("'november' is no day (2026-11-22), by which 'orders' comes.");
        (await RunAsync("sources", "confirm-empty", "orders", "2026-11-20")).ExitCode.ShouldBe(64);
    }
}
