using System.Diagnostics;
using System.Globalization;
using System.Text;
using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Tests.Integration.Hosts;

namespace EventedPipelines.Tests.Integration.Intervals;

/// <summary>One file covers three years. One byte of one day touches that day, what reads it, its month, and nothing else.</summary>
[Trait("Category", "Full")]
public sealed class when_one_day_of_three_years_changes(PostgresServer server, ITestOutputHelper output)
{
    static readonly DateOnly first = new(2023, 3, 1);
    static readonly DateOnly last = new(2026, 2, 28);

    static readonly PipelineDefinition definition = new(
        ShopRuns.Pipeline, "growth", Audience.Investors, Grain.Day, "UTC",
        [new("orders", "orders.csv", "day", new(), new("orders", 1, [new("day", "date"), new("amount", "decimal(19,4)")], [], null))],
        [
            Model("daily", Grain.Day, "select day, sum(amount) as revenue from orders group by all", null),
            Model("three_days", Grain.Day, "select max(day) as day, cast(sum(revenue) as decimal(19,4)) as revenue from daily", new() { ["daily"] = Window.Parse("trailing(P3D)") }),
            Model("month", Grain.Month, "select max(day) as day, cast(sum(revenue) as decimal(19,4)) as revenue from daily", null),
        ],
        [new("daily-known", 1, CheckKind.NotNull, "daily", ["revenue"], CheckSeverity.Error, CheckAction.Block)], [])
    {
        LateData = new(TimeSpan.FromDays(2000), TimeSpan.FromMinutes(1), 31),
    };

    [Fact]
    public async Task a_changed_day_its_readers_and_its_month_are_published_anew_and_no_other_row_is_touched()
    {
        await using var shop = await ShopRuns.StartAsync(server, definition);
        string[] days = [.. DataInterval.Between(Grain.Day, first, last).Select(day => day.ToString())];
        Deliver(shop, changed: null);
        var watch = Stopwatch.StartNew();
        await shop.OpenAsync(days);
        await shop.QuietAsync(seconds: 900);
        output.WriteLine($"{days.Length} day runs in {watch.Elapsed.TotalSeconds:0.0} s");
        var before = await VersionsAsync(shop);

        watch.Restart();
        Deliver(shop, changed: new(2024, 6, 14));
        await shop.LookAsync(seconds: 900);
        output.WriteLine($"{days.Length} intervals looked at, and what had changed run again, in {watch.Elapsed.TotalSeconds:0.0} s");

        var touched = (await VersionsAsync(shop)).Except(before).Select(row => row.Split(' ')[0]).Distinct().Order();
        touched.ShouldBe(["2024-06-14", "2024-06-15", "2024-06-16", "2024-06-30"]);
    }

    static void Deliver(ShopRuns shop, DateOnly? changed)
    {
        var file = new StringBuilder("day,amount\n");
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            file.Append(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd},{(day == changed ? 9 : 8)}.50\n{day:yyyy-MM-dd},1.25\n");
        }

        shop.Write("orders.csv", file.ToString());
    }

    // xmin is the transaction that wrote the row.
    static Task<IReadOnlyList<string>> VersionsAsync(ShopRuns shop) => shop.TextsAsync("""
        select "interval" || ' daily ' || xmin || ' ' || generation from warehouse.shop_daily
        union all select "interval" || ' three ' || xmin || ' ' || generation from warehouse.shop_three_days
        union all select "interval" || ' month ' || xmin || ' ' || generation from warehouse.shop_month
        """);

    static ModelDefinition Model(string id, Grain grain, string sql, Dictionary<string, Window>? reads) =>
        new(id, grain, sql, new($"shop_{id}", [new("day", "date"), new("revenue", "decimal(19,4)")], []), reads);
}
