using EventedPipelines.Domain.Catalog.Metrics;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Metrics;
using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Tests.Integration.DataPlane;

public sealed class when_metrics_are_read : IDisposable
{
    const string Rows = "order_id,order_date,amount\nbike,2026-11-21,10\nbike,2026-11-22,20.5\nhelmet,2026-11-22,0.5\n,2026-11-22,\n";

    readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    async Task<IReadOnlyList<MetricPoint>> PointsOf(MetricDefinition metric)
    {
        var material = await _bench.TransformedAsync(
            await _bench.MaterialAsync(Workbench.Orders(), Rows, [Workbench.Model("select order_id as category, order_date as day, amount from orders")], [], metric));
        return await _bench.Publication.PointsAsync(material, TestContext.Current.CancellationToken);
    }

    static MetricDefinition Metric(string value, string unit = "USD", Grain grain = Grain.Day, params string[] by) => new("gross_profit", "summary", value, "day", grain, unit, by);

    static IEnumerable<string> Shown(IEnumerable<MetricPoint> points) =>
        points.Select(point => $"{point.Metric} {point.Period} {string.Join(',', point.Dimensions.Select(pair => $"{pair.Key}={pair.Value}"))}: {(point.Value is { } value ? value.ToString("0.0000##", System.Globalization.CultureInfo.InvariantCulture) : "none")} {point.Unit}");

    [Fact]
    public async Task a_metric_has_a_total_and_a_point_per_value_of_its_dimension_for_each_period() =>
        Shown(await PointsOf(Metric("sum(amount)", by: ["category"]))).ShouldBe(
        [
            "gross_profit 2026-11-21 : 10.0000 USD",
            "gross_profit 2026-11-22 : 21.0000 USD",
            "gross_profit 2026-11-21 category=bike: 10.0000 USD",
            "gross_profit 2026-11-22 category=(none): none USD",
            "gross_profit 2026-11-22 category=bike: 20.5000 USD",
            "gross_profit 2026-11-22 category=helmet: 0.5000 USD",
        ]);

    [Fact]
    public async Task a_metric_by_the_month_has_one_point_for_all_days_of_the_month() =>
        Shown(await PointsOf(Metric("count(*)", "orders", Grain.Month))).ShouldBe(["gross_profit 2026-11 : 4.0000 orders"]);

    [Theory]
    [InlineData("sum(amount) * 0.333333", "10.3333 USD", "USD")]
    [InlineData("avg(amount)", "10.3333 ratio", "ratio")]
    [InlineData("0.00005 * count(*)", "0.0002 USD", "USD")]
    [InlineData("-0.00005 * count(distinct day)", "-0.0001 USD", "USD")]
    [InlineData("count(*) / 0", "none ratio", "ratio")]
    public async Task a_metrics_value_is_rounded_half_away_from_zero_to_four_places(string value, string shown, string unit) =>
        Shown(await PointsOf(Metric(value, unit, Grain.Month))).ShouldBe([$"gross_profit 2026-11 : {shown}"]);

    [Theory]
    [InlineData("avg(amount)", "gives double, a binary float, which is not exact")]
    [InlineData("cast(sum(amount) / 3 as decimal(19,4))", "goes through a binary float, which is not exact")]
    [InlineData("max(category)", "must give an exact number, but gives varchar")]
    [InlineData("sum(amuont)", "Referenced column \"amuont\" not found")]
    [InlineData("sum(amount), 1", "is not one expression")]
    [InlineData("random()", "It uses random()")]
    public async Task a_metric_whose_value_is_no_exact_number_is_refused(string value, string message)
    {
        var error = (await Should.ThrowAsync<StepFailedException>(() => PointsOf(Metric(value)))).Error;
        error.Class.ShouldBe(ErrorClass.Permanent);
        error.Place.ShouldStartWith("metric 'gross_profit'");
        error.Message.ShouldContain(message);
    }

    [Fact]
    public async Task a_metric_whose_model_has_not_run_has_no_points()
    {
        var material = await _bench.MaterialAsync(Workbench.Orders(), Rows, [Workbench.Model("select 1 as day")], [], Metric("1"));
        (await _bench.Publication.PointsAsync(material, TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }
}
