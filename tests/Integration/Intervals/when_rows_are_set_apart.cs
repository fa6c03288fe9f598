using System.Net;
using System.Text.Json.Nodes;
using EventedPipelines.Domain.Checks;
using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.Pipelines;
using EventedPipelines.Domain.Runs;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Tests.Integration.Http;

namespace EventedPipelines.Tests.Integration.Intervals;

public sealed class when_rows_are_set_apart(PostgresServer server)
{
    const string Day = "2026-02-26";
    const string Verdicts = $"/api/v1/intervals/shop/{Day}/quarantine/verdicts";

    static readonly PipelineDefinition definition = Careful(ShopRuns.Definition);

    static PipelineDefinition Careful(PipelineDefinition shop) => shop with
    {
        Sources = [.. shop.Sources.Select(source => source.Id == "orders" ? source with { Contract = source.Contract with { Columns = [source.Contract.Columns[0] with { Personal = true }, source.Contract.Columns[1]] } } : source)],
        Checks = [.. shop.Checks, new("amount-not-negative", 1, CheckKind.NonNegative, "orders", ["amount"], CheckSeverity.Error, CheckAction.Quarantine)],
    };

    [Fact]
    public async Task a_row_that_is_readmitted_counts_in_this_generation_and_all_later_ones()
    {
        await using var shop = await StartAsync("ann 10; bob -4; cid -5");
        using var client = shop.Client();
        (await RevenueAsync(shop)).ShouldBe("10");
        var rows = await RowsAsync(client, shop);
        rows.Select(row => (string?)row["values"]!["amount"]).ShouldBe(["-4.0000", "-5.0000"]);
        rows.ShouldAllBe(row => (string?)row["values"]!["customer"] == "***");

        var row = rows.First(found => (string?)found["values"]!["amount"] == "-4.0000");
        var answer = await client.PostAsync(Verdicts, $$"""{"check":"amount-not-negative","rows":[{"rowHash":"{{row["rowHash"]}}","occurrence":1}],"verdict":"readmit","reason":"A refund without its mark."}""");
        answer.Status.ShouldBe(HttpStatusCode.Accepted, answer.Text);
        await shop.QuietAsync();

        (await shop.RunOfAsync(Day)).Outcome.ShouldBe(RunOutcome.SucceededWithWarnings, string.Join("\n", await shop.EventsOfRunAsync(Day)));
        (await RevenueAsync(shop)).ShouldBe("6");
        (await shop.EventsOfAsync(Day)).OfType<GenerationOpened>().Last().Cause.ShouldBe(RunCause.Readmission);
        (await RowsAsync(client, shop)).ShouldHaveSingleItem()["values"]!["amount"]!.ToString().ShouldBe("-5.0000");

        await shop.RunAsync(Day);
        (await RevenueAsync(shop)).ShouldBe("6", "The third generation knows it, too.");

        shop.Deliver(Day, "ann 10; bob -4; cid -5; dan 1");
        await shop.LookAsync();
        (await RevenueAsync(shop)).ShouldBe("7", "And so it does when the file comes again with one more row.");
    }

    [Fact]
    public async Task rows_that_are_discarded_stay_out_and_open_nothing()
    {
        await using var shop = await StartAsync("ann 10; bob -4; cid -5");
        using var client = shop.Client();
        (await client.PostAsync(Verdicts, """{"check":"amount-not-negative","verdict":"discard","reason":"The till was broken."}""")).Status.ShouldBe(HttpStatusCode.Accepted);
        await shop.QuietAsync();

        (await shop.IntervalAsync(Day)).Generation.ShouldBe(1);
        (await RowsAsync(client, shop)).ShouldAllBe(row => (string?)row["verdict"] == "discard");
        await shop.RunAsync(Day);
        (await RevenueAsync(shop)).ShouldBe("10");
        (await RowsAsync(client, shop)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task of_two_verdicts_over_a_row_the_later_counts()
    {
        await using var shop = await StartAsync("ann 10; bob -4; cid -5");
        using var client = shop.Client();
        var row = (await RowsAsync(client, shop))[0];
        await JudgeAsync(client, shop, """{"check":"amount-not-negative","verdict":"readmit","reason":"All of them are refunds."}""");
        (await RevenueAsync(shop)).ShouldBe("1");
        (await RowsAsync(client, shop)).ShouldBeEmpty();

        (await client.PostAsync(Verdicts, """{"check":"amount-not-negative","verdict":"discard","reason":"On second thoughts."}""")).Status.ShouldBe(HttpStatusCode.Conflict, "Nothing is set apart any more.");
        row["rowHash"]!.ToString().Length.ShouldBe(64);
    }

    [Theory]
    [InlineData("""{"verdict":"readmit","reason":"x"}""", "Name the check")]
    [InlineData("""{"check":"amount-not-negative","reason":"x"}""", "readmit or discard")]
    [InlineData("""{"check":"amount-not-negative","verdict":"readmit"}""", "Say why")]
    [InlineData("""{"check":"amount-not-negative","verdict":"readmit","reason":"x","rows":[{"rowHash":"abc","occurrence":1}]}""", "64 hexadecimal digits")]
    public async Task a_verdict_that_is_not_whole_is_refused(string body, string message)
    {
        await using var shop = await StartAsync("ann 10; bob -4");
        using var client = shop.Client();
        var answer = await client.PostAsync(Verdicts, body);
        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Text.ShouldContain(message);
    }

    async Task<ShopRuns> StartAsync(string orders)
    {
        var shop = await ShopRuns.StartAsync(server, definition);
        shop.DeliverLedger("2026-02", 0);
        shop.Deliver(Day, orders);
        await shop.RunAsync(Day);
        return shop;
    }

    static async Task JudgeAsync(ApiClient client, ShopRuns shop, string body)
    {
        (await client.PostAsync(Verdicts, body)).Status.ShouldBe(HttpStatusCode.Accepted);
        await shop.QuietAsync();
    }

    static async Task<string> RevenueAsync(ShopRuns shop) => (await shop.RowsAsync("shop_daily", "trim_scale(revenue)")).Single().Split(' ')[1];

    static async Task<IReadOnlyList<JsonNode>> RowsAsync(ApiClient client, ShopRuns shop)
    {
        var run = await shop.RunOfAsync(Day);
        return [.. (await client.GetAsync($"/api/v1/runs/{run.Id}/quarantine?limit=10")).Json["items"]!.AsArray().Select(item => item!)];
    }
}
