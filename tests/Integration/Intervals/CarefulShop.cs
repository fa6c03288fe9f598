using System.Net;
using System.Text.Json.Nodes;
using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Tests.Integration.Http;

namespace EventedPipelines.Tests.Integration.Intervals;

/// <summary>One day of the small shop, whose customers are personal and whose negative amounts are set apart, as a client of the api sees it.</summary>
sealed class CarefulShop : IAsyncDisposable
{
    public const string Day = "2026-02-26";
    public const string Check = "amount-not-negative";
    public const string Verdicts = $"/api/v1/intervals/shop/{Day}/quarantine/verdicts";

    static readonly PipelineDefinition definition = Careful(ShopRuns.Definition);

    CarefulShop(ShopRuns shop) => (Shop, Client) = (shop, shop.Client());

    public ShopRuns Shop { get; }

    public ApiClient Client { get; }

    /// <summary>Delivers the day's orders and runs it, with more checks if they are wanted.</summary>
    public static async Task<CarefulShop> StartAsync(PostgresServer server, string orders, params CheckDefinition[] checks)
    {
        var shop = await ShopRuns.StartAsync(server, definition with { Checks = [.. definition.Checks, .. checks] });
        shop.DeliverLedger("2026-02", 0);
        shop.Deliver(Day, orders);
        await shop.RunAsync(Day);
        return new(shop);
    }

    public async Task<Answer> JudgeAsync(string verdict, JsonNode[]? rows = null, string check = Check, params (string Name, string Value)[] headers)
    {
        var command = new JsonObject { ["check"] = check, ["verdict"] = verdict, ["reason"] = "The till says so." };
        if (rows is not null)
        {
            command["rows"] = new JsonArray([.. rows.Select(row => new JsonObject { ["rowHash"] = row["rowHash"]!.ToString(), ["occurrence"] = row["occurrence"]!.DeepClone() })]);
        }

        var answer = await Client.PostAsync(Verdicts, command.ToJsonString(), headers);
        await Shop.QuietAsync();
        return answer;
    }

    public async Task AcceptedAsync(string verdict, JsonNode[]? rows = null, string check = Check)
    {
        var answer = await JudgeAsync(verdict, rows, check);
        answer.Status.ShouldBe(HttpStatusCode.Accepted, answer.Text);
    }

    public async Task<string> RevenueAsync() => (await Shop.RowsAsync("shop_daily", "trim_scale(revenue)")).Single().Split(' ')[1];

    public async Task<int> GenerationAsync() => (await Shop.IntervalAsync(Day)).Generation;

    public async Task<Run> RunAsync() => await Shop.RunOfAsync(Day);

    public async Task<JsonNode[]> RowsAsync(Run? run = null) => Items(await Client.GetAsync($"/api/v1/runs/{(run ?? await RunAsync()).Id}/quarantine?limit=10"));

    public static JsonNode[] Items(Answer answer) => [.. answer.Json["items"]!.AsArray().Select(item => item!)];

    /// <summary>The rows as `amount verdict`.</summary>
    public static string[] Shown(IEnumerable<JsonNode> rows) =>
        [.. rows.Select(row => $"{decimal.Parse(row["values"]!["amount"]!.ToString(), System.Globalization.CultureInfo.InvariantCulture):0} {row["verdict"]}".Trim())];

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Shop.DisposeAsync();
    }

    static PipelineDefinition Careful(PipelineDefinition shop) => shop with
    {
        Sources = [.. shop.Sources.Select(
            source => source.Id == "orders"
            ? source with { MostRejects = 0.5m, Contract = source.Contract with { Columns = [source.Contract.Columns[0] with { Personal = true }, source.Contract.Columns[1]] } } : source)],
        Checks = [.. shop.Checks, new(Check, 1, CheckKind.NonNegative, "orders", ["amount"], CheckSeverity.Error, CheckAction.Quarantine)],
    };
}
