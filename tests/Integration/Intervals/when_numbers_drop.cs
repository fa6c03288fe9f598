using System.Globalization;
using EventedPipelines.Application.Kernel;
using EventedPipelines.Application.Production.Intervals;
using EventedPipelines.Application.Reliability.Incidents;
using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Team.OnCall;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Tests.Integration.Http;
using EventedPipelines.Tests.Integration.OnCall;
using Marten;

namespace EventedPipelines.Tests.Integration.Intervals;

/// <summary>A shop that counts by the month, in euro, and is alerted of a drop of more than a tenth (domain.md 2.11).</summary>
public sealed class when_numbers_drop(PostgresServer server)
{
    static readonly Column net = new("net", "decimal(19,4)");

    static readonly PipelineDefinition monthly = new(
        ShopRuns.Pipeline, "growth", Audience.Investors, Grain.Month, "UTC",
        [new("sums", "sums/sums-{date:yyyy-MM}.csv", null, new(), new("sums", 1, [net], [], null))],
        [new("month", Grain.Month, "select period.first_day as month, sums.net from sums, period", new("shop_sums", [new("month", "date"), net], []))],
        [new("net-there", 1, CheckKind.NotNull, "month", ["net"], CheckSeverity.Error, CheckAction.Block)],
        [new("net_profit", "month", "sum(net)", "month", Grain.Month, "EUR", [])])
    {
        Alerts = [new("profit-drop", "net_profit", Grain.Month, 0.10m)],
    };

    [Fact]
    public async Task a_drop_of_a_metric_is_judged_exactly_and_again_whenever_either_month_is_restated()
    {
        await using var shop = await StartAsync();
        await PublishAsync(shop, ("2025-09", 900m), ("2025-10", 809.99m), ("2025-11", -50m), ("2025-12", -100m));
        (await DropsAsync(shop, "2025-10")).ShouldBe(["MetricDropped 809.99 after 900"]);
        (await DropsAsync(shop, "2025-12")).ShouldBe(["MetricDropped -100 after -50"]);
        (await ToldAsync(shop)).Count.ShouldBe(3, "From 809.99 to -50 is one, too.");

        await PublishAsync(shop, ("2026-01", 800m), ("2026-02", 729m));
        (await DropsAsync(shop, "2026-02")).ShouldBeEmpty();

        // Only the earlier month is published anew.
        await PublishAsync(shop, ("2026-01", 850m));
        (await DropsAsync(shop, "2026-02")).ShouldBe(["MetricDropped 729 after 850"]);
        var told = (await ToldAsync(shop)).Where(notification => notification.Queued.Interval == DataInterval.Parse("2026-02")).ShouldHaveSingleItem().Queued;
        told.Text.ShouldBe("net_profit of 2026-02 is 729.00 EUR, 14.2353 % below the 850.00 EUR of 2026-01: more than the 10 % that are allowed.");
        told.Recipient.ShouldBe("ada");
        var restated = await shop.IntervalAsync("2026-01");
        (await shop.EventsOfAsync("2026-02")).OfType<MetricDropped>().Single().Because.ShouldBe(EventRef.Of(restated.Id, restated.Publication!.Version));
        (await shop.EventsOfAsync("2026-01")).OfType<AlertsJudgedAgain>().ShouldAllBe(judged => judged.Intervals.Single() == DataInterval.Parse("2026-02"));

        await PublishAsync(shop, ("2026-01", 800m));
        (await DropsAsync(shop, "2026-02")).ShouldBe(["MetricDropped 729 after 850", "MetricRecovered 729 after 800"]);
        (await shop.IntervalAsync("2026-02")).Alerts.ShouldBeEmpty();

        // Raised again it is told again.
        await PublishAsync(shop, ("2026-01", 850m));
        (await ToldAsync(shop)).Count(notification => notification.Queued.Interval == DataInterval.Parse("2026-02")).ShouldBe(2);
        (await shop.TextsAsync("select kind from ep.pending_work where kind = 'judge-alerts'")).ShouldBeEmpty();
    }

    [Fact]
    public async Task a_drop_of_a_metric_in_backfilled_history_tells_nobody_in_whatever_order()
    {
        await using var shop = await StartAsync();
        await PublishAsync(shop, RunCause.Backfill, ("2026-02", 50m), ("2026-01", 100m));
        (await DropsAsync(shop, "2026-02")).ShouldBe(["MetricDropped 50 after 100"]);
        (await ToldAsync(shop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task the_owner_of_a_metric_is_told_of_its_drop_on_a_holiday_too()
    {
        await using var shop = await ShopRuns.StartAsync(server, monthly);
        var team = TestTeam.Of([2026]);
        team = team with { Calendar = team.Calendar with { Holidays = [.. team.Calendar.Holidays, new("shop-day", new(2026, 3, 5), "Shop Day")] } };
        await TestTeam.DefineAsync(shop.Store, team, shop.Now.AddDays(-1));
        await using (var session = shop.Store.QuerySession())
        {
            (await session.ResponsibleAsync(ShopRuns.Pipeline, "growth", shop.Now, default)).Primary.ShouldHaveSingleItem().Role.ShouldBe(PageRole.HolidayBlock);
        }

        await PublishAsync(shop, ("2026-01", 100m), ("2026-02", 50m));
        (await ToldAsync(shop)).ShouldHaveSingleItem().Queued.Recipient.ShouldBe("cyn", "She owns growth.");
    }

    async Task<ShopRuns> StartAsync()
    {
        var shop = await ShopRuns.StartAsync(server, monthly);
        await new Trouble(shop.Store, TimeProvider.System).OwnAsync("growth", "ada", "ben");
        return shop;
    }

    static Task PublishAsync(ShopRuns shop, params (string Month, decimal Net)[] months) => PublishAsync(shop, RunCause.Manual, months);

    static async Task PublishAsync(ShopRuns shop, RunCause cause, params (string Month, decimal Net)[] months)
    {
        foreach (var (month, net) in months)
        {
            shop.Write($"sums/sums-{month}.csv", string.Create(CultureInfo.InvariantCulture, $"net\n{net}\n"));
            await shop.Store.InTransactionAsync(
                "test", session => session.OpenGenerationAsync(new(ShopRuns.Pipeline, DataInterval.Parse(month), cause, true, null, "test", "x@1"), shop.Now, default), default);
            await shop.QuietAsync();
        }
    }

    static async Task<IReadOnlyList<string>> DropsAsync(ShopRuns shop, string month) =>
    [
        .. (await shop.EventsOfAsync(month)).Select(e => e switch
        {
            MetricDropped drop => string.Create(CultureInfo.InvariantCulture, $"MetricDropped {drop.Value:0.##} after {drop.Previous:0.##}"),
            MetricRecovered back => string.Create(CultureInfo.InvariantCulture, $"MetricRecovered {back.Value:0.##} after {back.Previous:0.##}"),
            _ => "",
        }).Where(text => text.Length > 0),
    ];

    static async Task<IReadOnlyList<Notification>> ToldAsync(ShopRuns shop)
    {
        await using var session = shop.Store.QuerySession();
        return [.. (await session.Query<Notification>().ToListAsync()).Where(notification => notification.Queued.Kind is NotificationKind.MetricDropped)];
    }
}
