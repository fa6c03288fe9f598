using System.Net;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Backfills;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Schedules;
using EventedPipelines.Domain.Production.Slots;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Domain.Reliability.Sla;
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

    [Fact]
    public async Task a_pipeline_has_no_interval_before_it_begins_or_after_it_has_ended()
    {
        await using var shop = await ShopRuns.StartAsync(server, ShopRuns.Definition with { Begins = new(2026, 3, 3), Ends = new(2026, 3, 5) });
        shop.DeliverLedger("2026-03", 1);
        foreach (var day in new[] { "2026-03-03", "2026-03-04", "2026-03-05" })
        {
            shop.Deliver(day, "ann 10");
        }

        await shop.PassToAsync(midnight.AddDays(2).AddHours(12));

        await using var session = shop.Store.QuerySession();
        (await session.Query<Interval>().ToListAsync()).Select(interval => interval.DataInterval.ToString()).ShouldBe(["2026-03-05"]);
        (await session.Query<Promise>().ToListAsync()).Where(promise => promise.Source is null).Select(promise => promise.Interval.ToString()).ShouldBe(["2026-03-05"]);
        var ticks = (await session.Events.FetchStreamAsync(Schedule.IdOf(ShopRuns.Pipeline, DataInterval.Parse("2026-03")))).Select(e => e.Data).ToList();
        ticks.OfType<IntervalFellDue>().Select(due => due.Interval.ToString()).ShouldBe(["2026-03-05"]);
        ticks.OfType<IntervalPassed>().Select(passed => (passed.Interval.ToString(), passed.Reason)).ShouldBe([("2026-03-06", "'shop' ended on 2026-03-05."), ("2026-03-07", "'shop' ended on 2026-03-05.")]);

        using var client = shop.Client();
        var refused = await client.PostAsync("/api/v1/runs", """{"pipeline":"shop","interval":"2026-03-06"}""");
        refused.Status.ShouldBe(HttpStatusCode.Conflict, refused.Text);
        refused.Text.ShouldContain("There is no 2026-03-06: 'shop' ended on 2026-03-05.");

        var asked = await client.PostAsync("/api/v1/backfills", """{"pipeline":"shop","from":"2026-03-01","to":"2026-03-06","reprocess":"missing","reason":"history"}""");
        asked.Status.ShouldBe(HttpStatusCode.Accepted, asked.Text);
        await shop.QuietAsync();
        var backfill = (await session.Query<Backfill>().ToListAsync()).ShouldHaveSingleItem();
        backfill.Decided.Select(decided => $"{decided.Interval}: {decided.Skipped}").ShouldBe(
        [
            "2026-03-01: 'shop' begins on 2026-03-03.", "2026-03-02: 'shop' begins on 2026-03-03.", "2026-03-03: ", "2026-03-04: ",
            "2026-03-05: Generation 1 is published; reprocess 'all' runs it again.", "2026-03-06: 'shop' ended on 2026-03-05.",
        ]);
    }
}
