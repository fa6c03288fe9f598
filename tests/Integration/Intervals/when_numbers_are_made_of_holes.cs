using System.Net;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Tests.Integration.Hosts;

namespace EventedPipelines.Tests.Integration.Intervals;

/// <summary>domain.md 2.4, 2.4a: what lacks something, or was overtaken, says so wherever it is read, until it is mended.</summary>
public sealed class when_numbers_are_made_of_holes(PostgresServer server)
{
    const string Metrics = """select metric || ' ' || period || ': ' || completeness || coalesce(', ' || warning, '') from ep.investor_metrics where latest and pipeline = 'shop' order by period_start, metric""";

    static readonly PipelineDefinition counted = ShopRuns.Definition with
    {
        Metrics =
        [
            new("revenue", "daily", "sum(revenue)", "day", Grain.Day, "USD", []),
            new("three_days_revenue", "three_days", "sum(revenue)", "day", Grain.Day, "USD", []),
        ],
        Sources = [ShopRuns.Definition.Sources[0] with { Begins = new(2026, 3, 1) }],
        Models =
        [
            Model("daily", "select last_day as day, cast(coalesce(sum(amount), 0) as decimal(19,4)) as revenue from period left join orders on true group by all", null),
            Model("three_days", "select last_day as day, cast(sum(revenue) as decimal(19,4)) as revenue from period, daily group by all", "trailing(P3D)"),
        ],
        LateData = LateDataPolicy.Default with { Reruns = 1 },
    };

    static ModelDefinition Model(string id, string sql, string? window) =>
        new(id, Grain.Day, sql, new($"shop_{id}", [new("day", "date"), new("revenue", "decimal(19,4)")], []), window is null ? null : new Dictionary<string,
            Window>
        { ["daily"] = Window.Parse(window) });

    [Fact]
    public async Task a_window_over_a_day_that_never_came_names_it_until_it_comes()
    {
        await using var shop = await ShopRuns.StartAsync(server, counted with { LateData = LateDataPolicy.Default });
        shop.Deliver("2026-03-01", "ann 1");
        shop.Deliver("2026-03-03", "ann 3");
        shop.Deliver("2026-03-04", "ann 4");
        await shop.RunAsync("2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04");

        (await shop.TextsAsync(Metrics)).ShouldBe([
            "revenue 2026-03-01: complete",
            "three_days_revenue 2026-03-01: partial, Reaches before the data begins: daily 2026-02-27..2026-02-28.",
            "revenue 2026-03-03: complete",
            "three_days_revenue 2026-03-03: partial, Without daily 2026-03-02 (published nothing).",
            "revenue 2026-03-04: complete",
            "three_days_revenue 2026-03-04: partial, Without daily 2026-03-02 (published nothing).",
        ]);
        (await shop.RowsAsync("shop_three_days", "completeness, warning")).ShouldContain("2026-03-04: partial Without daily 2026-03-02 (published nothing).");
        (await shop.RowsAsync("shop_daily", "completeness, warning")).ShouldContain("2026-03-04: complete");
        using var client = shop.Client();
        var answer = (await client.GetAsync("/api/v1/investor-metrics?metric=three_days_revenue&from=2026-03-04")).Json!["items"]![0]!["coverage"]!;
        (answer["slots"]!.GetValue<int>(), answer["complete"]!.GetValue<int>(), answer["missing"]!.GetValue<int>(), answer["missingSlots"]![0]!.GetValue<string>())
            .ShouldBe((3, 2, 1, "daily 2026-03-02"));

        shop.Deliver("2026-03-02", "ann 2");
        await shop.LookAsync();
        (await shop.TextsAsync(Metrics)).Where(line => line.Contains("partial", StringComparison.Ordinal)).ShouldBe([
            "three_days_revenue 2026-03-01: partial, Reaches before the data begins: daily 2026-02-27..2026-02-28.",
            "three_days_revenue 2026-03-02: partial, Reaches before the data begins: daily 2026-02-28.",
        ]);
        (await shop.RowsAsync("shop_three_days", "trim_scale(revenue), completeness")).ShouldBe(["2026-03-01: 1 partial", "2026-03-02: 3 partial", "2026-03-03: 6 complete", "2026-03-04: 9 complete"]);
    }

    [Fact]
    public async Task a_month_of_which_days_are_missing_is_published_over_the_others_and_says_so()
    {
        var month = counted with
        {
            Grain = Grain.Month,
            Models = [new("months", Grain.Month, "select first_day as day, cast(coalesce(sum(amount), 0) as decimal(19,4)) as revenue from period left join orders on true group by all",
                new("shop_months", [new("day", "date"), new("revenue", "decimal(19,4)")], []))],
            Checks = [],
            Metrics = [new("revenue", "months", "sum(revenue)", "day", Grain.Month, "USD", [])],
        };
        await using var shop = await ShopRuns.StartAsync(server, month with { Sources = [month.Sources[0] with { Begins = null }] });
        shop.Now = new(2026, 3, 1, 1, 0, 0, TimeSpan.Zero);
        foreach (var day in Enumerable.Range(1, 28).Except([27]))
        {
            shop.Deliver($"2026-02-{day:00}", "ann 1");
        }

        await shop.ScheduleAsync("2026-02");
        await shop.PassToAsync(new(2026, 3, 1, 10, 0, 0, TimeSpan.Zero));
        (await shop.RowsAsync("shop_months", "trim_scale(revenue), completeness")).ShouldBe(["2026-02: 27 partial"]);
        (await shop.TextsAsync(Metrics)).ShouldHaveSingleItem().ShouldContain("Not whole: orders 2026-02 (without orders/orders-2026-02-27.csv).");

        shop.Deliver("2026-02-27", "ann 1");
        await shop.LookAsync();
        (await shop.RowsAsync("shop_months", "trim_scale(revenue), completeness")).ShouldBe(["2026-02: 28 complete"]);
        (await shop.TextsAsync(Metrics)).ShouldHaveSingleItem().ShouldStartWith("revenue 2026-02: complete");
    }

    [Fact]
    public async Task numbers_whose_next_generation_has_failed_say_that_they_are_stale()
    {
        await using var shop = await ShopRuns.StartAsync(server, counted with { LateData = LateDataPolicy.Default });
        shop.Deliver("2026-03-01", "ann 1");
        shop.Deliver("2026-03-02", "ann 2");
        await shop.RunAsync("2026-03-01", "2026-03-02");
        shop.Write("orders/orders-2026-03-02.csv", "nothing\nat all\n");
        await shop.RunAsync("2026-03-02");
        (await shop.RunOfAsync("2026-03-02")).Outcome.ShouldBe(RunOutcome.Failed);

        shop.Deliver("2026-03-01", "ann 100");
        await shop.LookAsync();
        (await shop.RowsAsync("shop_three_days", "trim_scale(revenue), stale")).ShouldBe(["2026-03-01: 100", "2026-03-02: 3 2026-03-01 was published anew (generation 2: orders, daily, three_days)"]);
        (await shop.IntervalAsync("2026-03-02")).Generation.ShouldBe(3, "It is tried again with what it reads now.");
    }

    [Fact]
    public async Task intervals_left_stale_beyond_the_limit_say_so_and_one_command_reruns_exactly_them()
    {
        await using var shop = await ShopRuns.StartAsync(server, counted);
        foreach (var day in Enumerable.Range(1, 4))
        {
            shop.Deliver($"2026-03-0{day}", $"ann {day}");
        }

        await shop.RunAsync("2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04");
        shop.Deliver("2026-03-01", "ann 100");
        await shop.LookAsync();

        // One is rerun by itself; the other is left, and says so.
        const string because = "2026-03-01 was published anew (generation 2: orders, daily, three_days)";
        (await shop.RowsAsync("shop_three_days", "trim_scale(revenue), stale")).ShouldBe(["2026-03-01: 100", "2026-03-02: 102", $"2026-03-03: 6 {because}", "2026-03-04: 9"]);
        (await shop.TextsAsync("select metric || ' ' || period || ' ' || stale_because from ep.investor_metrics where stale_since is not null and latest order by 1"))
            .ShouldBe([$"revenue 2026-03-03 {because}", $"three_days_revenue 2026-03-03 {because}"]);
        using var client = shop.Client();
        var point = (await client.GetAsync("/api/v1/investor-metrics?metric=three_days_revenue&from=2026-03-03&to=2026-03-03")).Json!["items"]![0]!;
        point["stale"]!["because"]!.GetValue<string>().ShouldBe(because);
        var stale = (await client.GetAsync("/api/v1/status")).Json!["stale"]![0]!;
        (stale["intervals"]!.GetValue<int>(), stale["command"]!.GetValue<string>()).ShouldBe((1, "./run backfill --pipeline shop --reprocess stale"));

        (await client.PostAsync("/api/v1/intervals/shop/2026-03-03/rerun-stale", "{}")).Status.ShouldBe(HttpStatusCode.Conflict, "Nothing after it is stale.");
        (await client.PostAsync("/api/v1/intervals/shop/2026-03-01/rerun-stale", "{}")).ShouldSatisfyAllConditions(
            answer => answer.Status.ShouldBe(HttpStatusCode.Accepted), answer => answer.Json!["total"]!.GetValue<int>().ShouldBe(1));
        await shop.QuietAsync();
        (await shop.RowsAsync("shop_three_days", "trim_scale(revenue), stale")).ShouldBe(["2026-03-01: 100", "2026-03-02: 102", "2026-03-03: 105", "2026-03-04: 9"]);
        (await shop.IntervalAsync("2026-03-04")).Generation.ShouldBe(1);
        (await client.PostAsync("/api/v1/backfills", """{"pipeline":"shop","reprocess":"stale"}""")).Json!["total"]!.GetValue<int>().ShouldBe(0);
    }
}
