using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Workers.Demo.Samples;
using Marten;

namespace EventedPipelines.Tests.Integration.Intervals;

/// <summary>Two months of the sample: in the second goods cost more, and on one of its days prices are three times the usual ones.</summary>
[Trait("Category", "Full")]
public sealed class when_profit_drops(PostgresServer server)
{
    const string Pipeline = "aggregate-profit";

    static readonly DataInterval[] days = [.. DataInterval.Between(Grain.Day, new(2026, 2, 1), new(2026, 3, 31))];

    [Fact]
    public async Task a_month_whose_profit_drops_raises_one_alert_and_its_unusual_day_a_warning()
    {
        await using var system = await StillSystem.StartAsync(server, FivePipelines.Workspace, new(2026, 4, 1, 10, 0, 0, TimeSpan.Zero));
        foreach (var day in days)
        {
            SampleWriter.WriteDay(system.Data, seed: 1, day.First);
        }

        await system.OpenAsync(Pipeline, days.Select(day => day.ToString()));
        await system.QuietAsync(seconds: 300);

        await using var session = system.Store.QuerySession();
        var alert = (await session.Events.QueryRawEventDataOnly<MetricDropped>().ToListAsync()).ShouldHaveSingleItem();
        (alert.Alert, alert.Metric, alert.Period.ToString()).ShouldBe(("profit-drop", "net_profit", "2026-03"));
        alert.Drop!.Value.ShouldBeGreaterThan(alert.Allowed);
        alert.Drop.ShouldBe(decimal.Round((alert.Previous - alert.Value) / alert.Previous, 6, MidpointRounding.AwayFromZero));

        var unusual =
            from evaluated in await session.Events.QueryRawEventDataOnly<CheckEvaluated>().ToListAsync()
            where evaluated.Result is { Check: "net-profit-usual", Outcome: CheckOutcome.Warned or CheckOutcome.Failed }
            select evaluated.RunId;
        unusual.ShouldContain(RunId.Of(Pipeline, DataInterval.Parse("2026-03-17"), 1));
    }
}
