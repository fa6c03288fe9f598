using System.Globalization;
using System.Text;
using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Tests.Integration.Http;
using Marten;

namespace EventedPipelines.Tests.Integration.Intervals;

/// <summary>domain.md 2.4: one line of an early day changes, and 199 later intervals have read it.</summary>
[Trait("Category", "Full")]
public sealed class when_one_day_is_read_by_all_that_follow(PostgresServer server)
{
    const int Days = 200;
    const int Reruns = 31;
    const int Left = Days - 1 - Reruns;

    static readonly DateOnly first = new(2025, 8, 1);

    static readonly PipelineDefinition definition = new(
        ShopRuns.Pipeline, "growth", Audience.Investors, Grain.Day, "UTC",
        [new("orders", "orders.csv", "day", new(), new("orders", 1, [new("day", "date"), new("amount", "decimal(19,4)")], [], null))],
        [
            Model("daily", "select last_day as day, cast(coalesce(sum(amount), 0) as decimal(19,4)) as revenue from period left join orders on true group by all", []),
            Model("so_far", "select last_day as day, cast(sum(revenue) as decimal(19,4)) as revenue from period, daily group by all", new() { ["daily"] = Window.History }),
        ],
        [new("daily-known", 1, CheckKind.NotNull, "daily", ["revenue"], CheckSeverity.Error, CheckAction.Block)],
        [new("revenue_so_far", "so_far", "sum(revenue)", "day", Grain.Day, "USD", [])])
    {
        LateData = new(TimeSpan.FromDays(2000), TimeSpan.FromMinutes(1), Reruns),
    };

    [Fact]
    public async Task readers_of_a_restated_day_beyond_the_policys_limit_are_stale_until_one_command_reruns_them()
    {
        await using var shop = await ShopRuns.StartAsync(server, definition);
        await new Trouble(shop.Store, TimeProvider.System).OwnAsync("growth", "ada", "ben");
        Deliver(shop, firstAmount: 1);
        await shop.OpenAsync([.. Enumerable.Range(0, Days).Select(Day)]);
        await shop.QuietAsync(seconds: 600);
        (await shop.RowsAsync("shop_so_far", "trim_scale(revenue), stale")).ShouldBe(SoFar(1));

        Deliver(shop, firstAmount: 101);
        await shop.LookAsync(seconds: 600);
        var because = $"{Day(0)} was published anew (generation 2: orders, daily, so_far)";
        (await shop.RowsAsync("shop_so_far", "trim_scale(revenue), stale")).ShouldBe(
            [.. SoFar(101).Take(1 + Reruns), .. SoFar(1).Skip(1 + Reruns).Select(row => $"{row} {because}")]);
        (await shop.TextsAsync("select period || ' ' || stale_because from ep.investor_metrics where stale_since is not null and latest order by 1"))
            .ShouldBe([.. Enumerable.Range(1 + Reruns, Left).Select(day => $"{Day(day)} {because}")]);

        using var client = shop.Client();
        var points = (await client.GetAsync($"/api/v1/investor-metrics?metric=revenue_so_far&from={Day(0)}&limit=200")).Json!["items"]!.AsArray();
        points.Count(point => point!["stale"] is not null).ShouldBe(Left);
        (await client.GetAsync("/api/v1/status")).Json!["stale"]!.AsArray().ShouldHaveSingleItem()!["intervals"]!.GetValue<int>().ShouldBe(Left);
        var asked = (await AskedAsync(shop)).Select(notification => notification.Queued.Text).Distinct().ShouldHaveSingleItem();
        asked.ShouldSatisfyAllConditions(
            text => text.ShouldContain($"{Left} later intervals that read it, {Day(1 + Reruns)} to {Day(Days - 1)}"),
            text => text.ShouldContain("./run backfill --pipeline shop --reprocess stale"));

        (await client.PostAsync("/api/v1/backfills", """{"pipeline":"shop","reprocess":"stale"}""")).Json!["total"]!.GetValue<int>().ShouldBe(Left);
        await shop.QuietAsync(seconds: 600);
        (await shop.RowsAsync("shop_so_far", "trim_scale(revenue), stale")).ShouldBe(SoFar(101));
        (await shop.TextsAsync("select distinct generation::text from warehouse.shop_so_far")).ShouldBe(["2"], "Each was run again, and once.");
        (await client.GetAsync("/api/v1/status")).Json!["stale"]!.AsArray().ShouldBeEmpty();
        (await client.PostAsync("/api/v1/backfills", """{"pipeline":"shop","reprocess":"stale"}""")).Json!["total"]!.GetValue<int>().ShouldBe(0);
    }

    static string Day(int day) => first.AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    // Every later day sells for 1.
    static IReadOnlyList<string> SoFar(int firstAmount) => [.. Enumerable.Range(0, Days).Select(day => $"{Day(day)}: {firstAmount + day}")];

    static void Deliver(ShopRuns shop, int firstAmount)
    {
        var file = new StringBuilder("day,amount\n");
        for (var day = 0; day < Days; day++)
        {
            file.Append(CultureInfo.InvariantCulture, $"{Day(day)},{(day == 0 ? firstAmount : 1)}\n");
        }

        shop.Write("orders.csv", file.ToString());
    }

    static async Task<IReadOnlyList<Notification>> AskedAsync(ShopRuns shop)
    {
        await using var session = shop.Store.QuerySession();
        return [.. (await session.Query<Notification>().ToListAsync()).Where(notification => notification.Queued.Kind is NotificationKind.Stale)];
    }

    static ModelDefinition Model(string id, string sql, Dictionary<string, Window> reads) =>
        new(id, Grain.Day, sql, new($"shop_{id}", [new("day", "date"), new("revenue", "decimal(19,4)")], []), reads);
}
