using EventedPipelines.Tests.Integration.Hosts;

namespace EventedPipelines.Tests.Integration.Intervals;

/// <summary>Days delivered in any order, some twice, some late, some changed: in the end the tables are those of deliveries in good order.</summary>
public sealed class when_deliveries_come_in_any_order(PostgresServer server, ITestOutputHelper output)
{
    const int Days = 9;

    static readonly DateOnly first = new(2026, 2, 22);

    [Fact]
    [Trait("Category", "Full")]
    public Task deliveries_in_any_order_come_to_the_tables_of_deliveries_in_good_order() => HoldsAsync(7);

    async Task HoldsAsync(int orders)
    {
        var seed = Environment.GetEnvironmentVariable("EVENTED_ORDER_SEED") is { Length: > 0 } given ? int.Parse(given, System.Globalization.CultureInfo.InvariantCulture) : Random.Shared.Next();
        output.WriteLine($"EVENTED_ORDER_SEED={seed}");
        var random = new Random(seed);
        for (var order = 0; order < orders; order++)
        {
            var days = Enumerable.Range(0, Days).Select(day => Orders(random, first.AddDays(day))).ToList();
            var (expected, found) = (await InOrderAsync(days), await InAnyOrderAsync(days, random));
            found.ShouldBe(expected, $"EVENTED_ORDER_SEED={seed}, order {order}");
        }
    }

    async Task<string> InOrderAsync(List<(string Day, string Orders)> days)
    {
        await using var shop = await ShopRuns.StartAsync(server);
        DeliverLedgers(shop);
        foreach (var (day, orders) in days)
        {
            shop.Deliver(day, orders);
            await shop.RunAsync(day);
        }

        return await TablesAsync(shop);
    }

    async Task<string> InAnyOrderAsync(List<(string Day, string Orders)> days, Random random)
    {
        await using var shop = await ShopRuns.StartAsync(server);
        DeliverLedgers(shop);

        // Runs are opened as the schedule would, before their files are there.
        var shuffled = days.OrderBy(_ => random.Next()).ToList();
        await shop.OpenAsync([.. days.OrderBy(_ => random.Next()).Select(day => day.Day)]);
        foreach (var (day, orders) in shuffled)
        {
            if (random.Next(3) == 0)
            {
                shop.Deliver(day, Orders(random, DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)).Orders);
                await shop.LookAsync();
            }

            shop.Deliver(day, orders);
            if (random.Next(2) == 0)
            {
                await shop.LookAsync();
            }
        }

        var (again, same) = days[random.Next(Days)];
        shop.Deliver(again, same);
        await shop.LookAsync();
        return await TablesAsync(shop);
    }

    static void DeliverLedgers(ShopRuns shop)
    {
        shop.DeliverLedger("2026-02", 3);
        shop.DeliverLedger("2026-03", 4);
    }

    static (string Day, string Orders) Orders(Random random, DateOnly day) => (
        day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        string.Join("; ", Enumerable.Range(0, random.Next(1, 5)).Select(_ => $"c{random.Next(12)} {random.Next(1, 100)}")));

    static async Task<string> TablesAsync(ShopRuns shop) => string.Join('\n', [
        .. await shop.RowsAsync("shop_daily", "trim_scale(revenue), trim_scale(cost), completeness"), "",
        .. await shop.RowsAsync("shop_three_days", "trim_scale(revenue), completeness"), "",
        .. await shop.RowsAsync("shop_newcomers", "customer, completeness"), "",
        .. await shop.RowsAsync("shop_month", "trim_scale(revenue), days"),
    ]);
}
