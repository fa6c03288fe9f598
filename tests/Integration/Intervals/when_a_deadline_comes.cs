using EventedPipelines.Application.Kernel;
using EventedPipelines.Application.Production.Intervals;
using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Production.Slots;
using EventedPipelines.Tests.Integration.Hosts;

namespace EventedPipelines.Tests.Integration.Intervals;

/// <summary>
/// At the deadline every number is published that what has been read suffices for, whatever is wrong with the rest; and what needs a source that says nothing is
/// never zero (domain.md 1.4, 3.4).
/// </summary>
public sealed class when_a_deadline_comes(PostgresServer server)
{
    const string Day = "2026-02-26";

    static readonly DateTimeOffset closed = new(2026, 2, 27, 0, 0, 0, TimeSpan.Zero);

    static readonly PipelineDefinition profit = ShopRuns.Definition with
    {
        Sources = [ShopRuns.Definition.Sources[0], Costs(Expectation.Every)],
        Models = [
            new("gross", Grain.Day, "select (select last_day from period) as day, coalesce(sum(amount), 0) as profit from orders",
                new("shop_gross", [new("day", "date"), new("profit", "decimal(19,4)")], [])),
            new("net", Grain.Day, "select day, profit - coalesce((select sum(cost) from costs), 0) as profit from gross",
                new("shop_net", [new("day", "date"), new("profit", "decimal(19,4)", Needs: ["costs"])], [])),
        ],
        Checks = [],
        Metrics = [new("gross_profit", "gross", "sum(profit)", "day", Grain.Day, "USD", []), new("net_profit", "net", "sum(profit)", "day", Grain.Day, "USD", [])],
    };

    static SourceDefinition Costs(Expectation expects) =>
        new("costs", "costs/costs-{date:yyyy-MM-dd}.csv", null, new(), new("costs", 1, [new("cost", "decimal(19,4)")], [], null), Expects: expects);

    [Fact]
    public async Task a_source_whose_column_was_renamed_takes_only_its_own_numbers_with_it()
    {
        await using var shop = await StartAsync(profit, "amount_eur\n3\n");
        await ShouldHavePublishedGrossAsync(shop, "costs/costs-2026-02-26.csv");

        shop.Write($"costs/costs-{Day}.csv", "cost\n3\n");
        await shop.LookAsync();
        (await NumbersAsync(shop)).ShouldBe(["2 gross_profit complete 15", "2 net_profit complete 12"]);
    }

    [Fact]
    public async Task a_source_that_a_check_blocks_takes_only_its_own_numbers_with_it()
    {
        CheckDefinition check = new("cost-not-negative", 1, CheckKind.NonNegative, "costs", ["cost"], CheckSeverity.Error, CheckAction.Block);
        await using var shop = await StartAsync(profit with { Checks = [check] }, "cost\n-3\n");
        await ShouldHavePublishedGrossAsync(shop, "cost-not-negative");

        shop.Write($"costs/costs-{Day}.csv", "cost\n3\n");
        await shop.LookAsync();
        (await NumbersAsync(shop)).ShouldBe(["2 gross_profit complete 15", "2 net_profit complete 12"]);
    }

    [Fact]
    public async Task a_model_that_fails_takes_only_its_own_numbers_with_it()
    {
        var broken = profit with
        {
            Models = [
            profit.Models[0], profit.Models[1] with { Sql = "select day, profit - cast('x' || (select sum(cost) from costs) as decimal(19,4)) as profit from gross" }]
        };
        await using var shop = await StartAsync(broken, "cost\n3\n");
        await ShouldHavePublishedGrossAsync(shop, "model 'net'");
    }

    [Fact]
    public async Task a_number_that_needs_a_source_which_says_nothing_is_not_computable_whatever_it_expects()
    {
        await using var shop = await StartAsync(profit with { Sources = [profit.Sources[0], Costs(Expectation.Any)] }, null);
        (await NumbersAsync(shop)).ShouldBe(["1 gross_profit complete 15", "1 net_profit notComputable nothing"]);
        (await shop.TextsAsync("select warning from ep.investor_metrics where metric = 'net_profit' and latest")).ShouldHaveSingleItem()
            .ShouldContain("Nothing was delivered of 'costs' for 2026-02-26");

        // A file without rows says that there is nothing.
        shop.Write($"costs/costs-{Day}.csv", "cost\n");
        await shop.LookAsync();
        (await NumbersAsync(shop)).ShouldBe(["2 gross_profit complete 15", "2 net_profit complete 15"]);
    }

    /// <summary>domain.md 2.2: a backfill has no deadline, and publishes what can be computed as soon as it can get no further; nobody is paged or told.</summary>
    [Theory]
    [InlineData("amount_eur\n3\n", "costs/costs-2026-02-26.csv")]
    [InlineData("cost\n-3\n", "cost-not-negative")]
    [InlineData("cost\n99999999\n", "model 'net'")]
    public async Task a_backfill_that_gets_no_further_publishes_what_can_be_computed_and_pages_nobody(string costs, string reason)
    {
        CheckDefinition check = new("cost-not-negative", 1, CheckKind.NonNegative, "costs", ["cost"], CheckSeverity.Error, CheckAction.Block);
        var sql = "select day, profit - (select case when sum(cost) > 999 then cast('x' || sum(cost) as decimal(19,4)) else coalesce(sum(cost), 0) end from costs) as profit from gross";
        await using var shop = await DeliveredAsync(profit with { Checks = [check], Models = [profit.Models[0], profit.Models[1] with { Sql = sql }] }, costs);
        await shop.Store.InTransactionAsync(
            "test", session => session.OpenGenerationAsync(new(ShopRuns.Pipeline, DataInterval.Parse(Day), RunCause.Backfill, false, null, "test", "x@1"), shop.Now, default), default);
        await shop.PassToAsync(shop.Now.AddMinutes(30));
        await ShouldHavePublishedGrossAsync(shop, reason);
        (await shop.RunOfAsync(Day)).Outcome.ShouldBe(RunOutcome.PublishedPartial);
        (await shop.TextsAsync("select type from ep.mt_events where type like 'incident%' or type like 'notification%' or type = 'run_failed'")).ShouldBeEmpty();

        shop.Write($"costs/costs-{Day}.csv", "cost\n3\n");
        await shop.LookAsync();
        (await NumbersAsync(shop)).ShouldBe(["2 gross_profit complete 15", "2 net_profit complete 12"]);
    }

    /// <summary>domain.md 1.4, 2.4: what is null since its source says nothing is no mistake that a check could find.</summary>
    [Fact]
    public async Task a_check_of_a_column_that_needs_a_source_which_says_nothing_is_not_evaluated()
    {
        CheckDefinition[] checks =
        [
            new("net-there", 1, CheckKind.NotNull, "net", ["day", "profit"], CheckSeverity.Error, CheckAction.Block),
            new("net-is-some", 1, CheckKind.Custom, "net", [], CheckSeverity.Error, CheckAction.Block) { Where = "profit is null" },
        ];
        await using var shop = await StartAsync(profit with { Sources = [profit.Sources[0], Costs(Expectation.Any)], Checks = checks }, null);
        (await NumbersAsync(shop)).ShouldBe(["1 gross_profit complete 15", "1 net_profit notComputable nothing"]);
        (await shop.EventsOfRunAsync(Day)).OfType<CheckEvaluated>().Select(e => $"{e.Result.Check} {e.Result.Outcome}").ShouldBe(["net-there Passed", "net-is-some NotEnoughHistory"]);
    }

    async Task<ShopRuns> DeliveredAsync(PipelineDefinition definition, string? costs)
    {
        var shop = await ShopRuns.StartAsync(server, definition);
        shop.Now = closed.AddMinutes(1);
        shop.Deliver(Day, "ann 10; bob 5");
        if (costs is not null)
        {
            shop.Write($"costs/costs-{Day}.csv", costs);
        }

        return shop;
    }

    async Task<ShopRuns> StartAsync(PipelineDefinition definition, string? costs)
    {
        var shop = await DeliveredAsync(definition, costs);
        await shop.ScheduleAsync(Day);

        // Growth delivers within 8 hours.
        await shop.PassToAsync(closed.AddHours(8).AddMinutes(1));
        return shop;
    }

    static async Task ShouldHavePublishedGrossAsync(ShopRuns shop, string reason)
    {
        (await NumbersAsync(shop)).ShouldBe(["1 gross_profit complete 15", "1 net_profit notComputable nothing"], (await shop.RunOfAsync(Day)).ToString());
        var warning = (await shop.TextsAsync("select warning from ep.investor_metrics where metric = 'net_profit' and latest")).ShouldHaveSingleItem();
        warning.ShouldContain(reason);
        warning.ShouldContain("Next update due 2026-02-27 ");
        (await shop.IntervalAsync(Day)).Publication!.Completeness.ShouldBe(Completeness.Partial);
    }

    static Task<IReadOnlyList<string>> NumbersAsync(ShopRuns shop) => shop.TextsAsync("""
        select generation || ' ' || metric || ' ' || completeness || ' ' || coalesce(trim_scale(value)::text, 'nothing') from ep.investor_metrics where latest and dimensions = '{}' order by metric
        """);
}
