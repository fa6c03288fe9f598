using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Slots;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Tests.Integration.Hosts;
using Marten;

namespace EventedPipelines.Tests.Integration.Intervals;

/// <summary>domain.md 2.4a: what has ended owes nothing, is neither late nor missing, and pages nobody.</summary>
public sealed class when_something_has_ended(PostgresServer server)
{
    static readonly DateTimeOffset midnight = new(2026, 3, 6, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task intervals_after_the_end_of_a_source_run_without_waiting_and_nobody_is_paged()
    {
        await using var shop = await ShopRuns.StartAsync(server, ShopRuns.Definition with
        {
            Sources = [ShopRuns.Definition.Sources[0] with { Begins = new(2026, 3, 3), Ends = new(2026, 3, 4) }, ShopRuns.Definition.Sources[1] with { Begins = new(2026, 3, 1) }],
        });
        shop.DeliverLedger("2026-03", 1);
        shop.Deliver("2026-03-03", "ann 10");
        shop.Deliver("2026-03-04", "ann 10; bob 5");
        await shop.RunAsync("2026-03-03", "2026-03-04");

        await shop.PassToAsync(midnight.AddDays(2).AddHours(12));

        foreach (var (day, revenue) in new[] { ("2026-03-05", "25"), ("2026-03-06", "15"), ("2026-03-07", "0") })
        {
            var run = await shop.RunOfAsync(day);
            (run.IsFinished, run.Fallback).ShouldBe((true, null), day);
            (await shop.EventsOfRunAsync(day)).Select(e => e.GetType().Name).ShouldNotContain(name => name.Contains("Missing") || name.Contains("Reingest"));
            var published = (await shop.IntervalAsync(day)).Publication!;
            published.PublishedAt.ShouldBe(DataInterval.Parse(day).ClosesAt(TimeZoneInfo.Utc), TimeSpan.FromMinutes(1), $"{day} waited for nothing.");
            (published.Completeness, published.IsWholeItself).ShouldBe((Completeness.Complete, true), day);
            published.Coverage!["daily"].Ended.ShouldBe(1);
            (await shop.RevenueAsync()).ShouldContain($"{day}: {revenue}");
        }

        await using var session = shop.Store.QuerySession();
        (await session.Query<Incident>().ToListAsync()).ShouldBeEmpty();
    }
}
