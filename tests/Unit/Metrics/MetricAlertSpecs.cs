using EventedPipelines.Domain.Catalog.Metrics;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Alerts;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Metrics;
using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Tests.Unit.Metrics;

/// <summary>domain.md 2.11.</summary>
public sealed class MetricAlertSpecs
{
    static readonly DateTimeOffset now = new(2026, 12, 1, 6, 0, 0, TimeSpan.Zero);
    static readonly DataInterval november = DataInterval.Parse("2026-11");
    static readonly AlertDefinition drop = new("profit-drop", "net_profit", Grain.Month, 0.10m);

    static readonly Interval closing = Interval.Fold(
        null, new GenerationOpened(
            IntervalId.Of("profit", DataInterval.Parse("2026-11-30")), "profit", "profit", DataInterval.Parse("2026-11-30"), 1, RunCause.Schedule, null, "scheduler", 1, now, "x@1"))!;

    static MetricPoint Net(DataInterval period, decimal? value, PointState state = PointState.Complete) => new("net_profit", new Dictionary<string, string>(), period, value, "EUR", state);

    static object[] Judge(decimal? before, decimal? value, Interval? interval = null, PointState stateBefore = PointState.Complete, PointState state = PointState.Complete) =>
        [.. MetricAlerts.Of(interval ?? closing, [drop], [Net(november, value, state)], [Net(november.Previous, before, stateBefore)], now, "run@9")];

    [Theory]
    [InlineData("900", "809.99", true)]
    [InlineData("900", "810", false)]
    [InlineData("900.0001", "810.0000", true)]
    [InlineData("850", "729", true)]
    [InlineData("800", "729", false)]
    [InlineData("-50", "-100", true)]
    [InlineData("-50", "-55", false)]
    [InlineData("-50", "-55.0001", true)]
    [InlineData("-100", "-50", false)]
    [InlineData("50", "-50", true)]
    [InlineData("0", "-0.0001", true)]
    [InlineData("0", "0", false)]
    [InlineData("0", "5", false)]
    [InlineData("-5", "0", false)]
    public void a_drop_of_a_metric_is_exact_and_in_absolute_terms(string before, string value, bool isDrop) =>
        Judge(Parse(before), Parse(value)).OfType<MetricDropped>().Any().ShouldBe(isDrop);

    [Fact]
    public void the_event_of_a_drop_says_by_how_much_of_what()
    {
        var drop = Judge(900m, 809.99m).ShouldHaveSingleItem().ShouldBeOfType<MetricDropped>();
        (drop.Value, drop.Previous, drop.Drop, drop.Allowed, drop.Unit, drop.Because).ShouldBe((809.99m, 900m, 0.100011m, 0.10m, "EUR", "run@9"));
        Judge(-50m, -100m).OfType<MetricDropped>().Single().Drop.ShouldBe(1m);
        Judge(0m, -1m).OfType<MetricDropped>().Single().Drop.ShouldBeNull("Of nothing there is no share.");
    }

    [Theory]
    [InlineData(PointState.Partial, PointState.Complete)]
    [InlineData(PointState.Complete, PointState.Partial)]
    [InlineData(PointState.NotComputable, PointState.Complete)]
    [InlineData(PointState.Complete, PointState.NotYetDue)]
    public void only_complete_numbers_are_compared_for_an_alert(PointState before, PointState state)
    {
        Judge(900m, 100m, stateBefore: before, state: state).ShouldBeEmpty();
        var alerted = Interval.Fold(closing, Judge(900m, 100m).Single())!;
        Judge(900m, 900m, alerted, before, state).ShouldBeEmpty("What was said stands until two complete numbers say otherwise.");
    }

    [Fact]
    public void a_restatement_of_either_month_raises_an_alert_once_and_takes_it_back()
    {
        Judge(800m, 729m).ShouldBeEmpty();
        var alerted = Interval.Fold(closing, Judge(850m, 729m).ShouldHaveSingleItem())!;
        Judge(850m, 729m, alerted).ShouldBeEmpty();
        Interval.Fold(alerted, Judge(800m, 729m, alerted).ShouldHaveSingleItem().ShouldBeOfType<MetricRecovered>())!.Alerts.ShouldBeEmpty();
        Judge(850m, 800m, alerted).ShouldHaveSingleItem().ShouldBeOfType<MetricRecovered>();
    }

    [Fact]
    public void an_alert_compares_a_publication_with_the_total_of_the_period_after()
    {
        MetricPoint[] points = [Net(november, 5), Net(november, 3) with { Dimensions = new Dictionary<string, string> { ["category"] = "bikes" } }, Net(DataInterval.Parse("2026-11-30"), 1)];
        MetricAlerts.ComparedWith([drop], points).ShouldBe([("net_profit", november.Next)]);
        MetricAlerts.ComparedWith([drop], [.. points, Net(november.Next, 4)]).ShouldBe([("net_profit", november.Next.Next)]);
    }

    [Theory]
    [InlineData("900", "809.99", "net_profit of 2026-11 is 809.99 EUR, 10.0011 % below the 900.00 EUR of 2026-10: more than the 10 % that are allowed.")]
    [InlineData("-50", "-100", "net_profit of 2026-11 is -100.00 EUR, 100 % below the -50.00 EUR of 2026-10: more than the 10 % that are allowed.")]
    [InlineData("0", "-12.345", "net_profit of 2026-11 is -12.35 EUR; in 2026-10 it was 0.00 EUR.")]
    public void each_owner_is_told_of_an_alert_once_in_the_metrics_unit(string before, string value, string text)
    {
        var alerts = Judge(Parse(before), Parse(value));
        var told = DropNotices.Of(alerts, closing, ["amara", "bela"], NotificationPolicy.Default, simulated: false, now).ToList();
        told.Select(notification => (notification.Recipient, notification.Text)).ShouldBe([("amara", text), ("bela", text)]);

        // Raised again after it was taken back it is another one.
        var later = closing with { Version = closing.Version + 2 };
        DropNotices.Of(alerts, later, ["amara"], NotificationPolicy.Default, simulated: false, now).Select(notification => notification.NotificationId).ShouldNotContain(told[0].NotificationId);
    }

    static decimal Parse(string number) => decimal.Parse(number, System.Globalization.CultureInfo.InvariantCulture);
}
