using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Workers.Demo.Samples;
using Marten;

namespace EventedPipelines.Tests.Integration.Intervals;

/// <summary>
/// domain.md 2.7a: what is set apart for the day is set apart for the month, and for profit as for growth. The sample has amounts that are null or
/// negative and lines that come twice; planted besides are customers who are seen on nothing else.
/// </summary>
[Trait("Category", "Full")]
public sealed class when_days_and_their_month_are_added_up(PostgresServer server, ITestOutputHelper output)
{
    static readonly DataInterval month = DataInterval.Parse("2026-02");

    [Fact]
    public async Task the_new_customers_of_the_days_are_those_of_the_month()
    {
        await using var system = await StillSystem.StartAsync(server, FivePipelines.Workspace, new(2026, 3, 3, 10, 0, 0, TimeSpan.Zero));
        foreach (var day in month.Days)
        {
            SampleWriter.WriteDay(system.Data, seed: 1, day);
        }

        // Only a negative amount; only a line without one; a copy of a line, by its key, with another customer; the key of another day's line.
        Plant(system, "2026-02-05", "X-1,1,2026-02-05,X-negative,Kitchen,1,-10.00,5.0000,sale", "X-2,1,2026-02-05,X-null,Kitchen,1,,5.0000,sale");
        Plant(system, "2026-02-10", "X-3,1,2026-02-10,X-first,Kitchen,1,10.00,5.0000,sale", "X-3,1,2026-02-10,X-second,Kitchen,1,12.00,5.0000,sale");
        Plant(system, "2026-02-20", "X-3,1,2026-02-20,X-again,Kitchen,1,10.00,5.0000,sale");
        await system.OpenAsync("daily-growth", month.Days.Select(day => $"{day:yyyy-MM-dd}"));
        await system.OpenAsync("aggregate-growth", $"{month}");
        await system.OpenAsync("unit-profit", "2026-02-05");
        await system.QuietAsync(seconds: 600);

        var days = (await system.TextsAsync("select new_customers::text from warehouse.daily_growth")).Select(int.Parse).ToList();
        var whole = int.Parse((await system.TextsAsync("select new_customers::text from warehouse.monthly_growth")).Single(), System.Globalization.CultureInfo.InvariantCulture);
        days.Count.ShouldBe(28);
        output.WriteLine($"{days.Sum()} in the days, {whole} in the month");
        days.Sum().ShouldBe(whole);
        (await system.TextsAsync("select customer_id from warehouse.first_purchases where customer_id like 'X-%' order by 1")).ShouldBe(["X-again", "X-first"]);
        (await system.TextsAsync("select customer_id from warehouse.months_customers where customer_id like 'X-%' order by 1")).ShouldBe(["X-again", "X-first"]);

        await using var session = system.Store.QuerySession();
        var runs = await session.Query<Run>().ToListAsync();
        runs.ShouldAllBe(run => run.IsFinished);
        var ofDay = runs.Where(run => run.DataInterval == DataInterval.Parse("2026-02-05")).Select(run => string.Join(", ", run.Quarantine.Select(rows => $"{rows.Check} {rows.Sha256}"))).Distinct()
            .ToList();
        ofDay.ShouldHaveSingleItem("Two pipelines set the same rows apart.").ShouldContain("orders-schema");

        var checks = (await session.Events.FetchStreamAsync(runs.First(run => run.Pipeline == "daily-growth").Id)).Select(e => e.Data).OfType<CheckEvaluated>().Select(e => e.Result).ToList();
        checks.Where(check => check.Target == "orders").ShouldAllBe(check => check.RowsLookedAt > 100);
        checks.ShouldContain(check => check.Kind == CheckKind.Duplicates);
    }

    static void Plant(StillSystem system, string day, params string[] lines) => File.AppendAllText(
        Path.Combine(system.Data, $"orders/2026/02/orders-{day}.csv"), string.Concat(lines.Select(line => $"{line}\n")));
}
