using System.Net;
using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Production.Slots;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Domain.Reliability.Sla;
using EventedPipelines.Tests.Integration.Hosts;

namespace EventedPipelines.Tests.Integration.Intervals;

public sealed class when_intervals_depend_on_each_other(PostgresServer server)
{
    // Something of each source has to be there.
    static readonly PipelineDefinition checkedMonths = ShopRuns.Definition with
    {
        Checks =
        [
            .. ShopRuns.Definition.Checks,
            .. from source in ShopRuns.Definition.Sources
               from kind in new[] { CheckKind.Completeness, CheckKind.RowCount }
               let check = new CheckDefinition($"{source.Id}-{kind}", 1, kind, source.Id, [], CheckSeverity.Error, kind == CheckKind.RowCount ? CheckAction.Block : CheckAction.Partial)
               select kind == CheckKind.RowCount ? check with { Least = 1 } : check,
        ],
    };

    [Fact]
    public async Task a_run_reads_what_the_intervals_before_it_have_published()
    {
        await using var shop = await ShopRuns.StartAsync(server);
        await BeginAsync(shop);

        (await shop.RevenueAsync()).ShouldBe(["2026-02-26: 10", "2026-02-27: 30", "2026-02-28: 60"]);
        (await shop.NewcomersAsync()).ShouldBe(["2026-02-26: ann", "2026-02-27: bob", "2026-02-28: cid"]);
        (await shop.MonthsAsync()).ShouldBe(["2026-02-28: 60 3"]);
        await GoldenHistory.RecordAsync(shop.Store, "runs_that_succeed");
    }

    [Fact]
    public async Task runs_opened_together_are_computed_in_the_order_of_their_intervals()
    {
        await using var shop = await ShopRuns.StartAsync(server);
        Days(shop);
        await shop.RunAsync("2026-02-28", "2026-02-27", "2026-02-26");

        (await shop.NewcomersAsync()).ShouldBe(["2026-02-26: ann", "2026-02-27: bob", "2026-02-28: cid"]);
        (await shop.RunOfAsync("2026-02-28")).Pinned.ShouldHaveSingleItem().Range.ToString().ShouldBe("2026-02-26..2026-02-27");
        (await shop.IntervalAsync("2026-02-28")).Generation.ShouldBe(1);
    }

    [Fact]
    public async Task a_restated_interval_reruns_those_that_have_read_it_and_no_others()
    {
        await using var shop = await ShopRuns.StartAsync(server);
        await BeginAsync(shop);
        shop.Deliver("2026-03-01", "dan 1");
        shop.Deliver("2026-03-02", "ann 2");
        shop.Deliver("2026-03-03", "ann 3");
        await shop.RunAsync("2026-03-01", "2026-03-02", "2026-03-03");

        shop.Deliver("2026-02-27", "ann 15; bob 10");
        await shop.LookAsync();

        (await shop.RevenueAsync()).ShouldBe(["2026-02-26: 10", "2026-02-27: 35", "2026-02-28: 65", "2026-03-01: 56", "2026-03-02: 33", "2026-03-03: 6"]);
        (await shop.MonthsAsync()).ShouldBe(["2026-02-28: 65 3"]);
        (await GenerationsAsync(shop, "2026-02-26", "2026-02-27", "2026-02-28", "2026-03-01", "2026-03-02", "2026-03-03")).ShouldBe([1, 2, 2, 2, 1, 1]);
        (await shop.EventsOfAsync("2026-02-27")).OfType<GenerationOpened>().Last().ShouldSatisfyAllConditions(
            opened => opened.Cause.ShouldBe(RunCause.LateData),
            opened => opened.Reason.ShouldBe("orders/orders-2026-02-27.csv of 'orders' has changed"));
        (await shop.EventsOfAsync("2026-02-28")).OfType<MarkedStale>().ShouldHaveSingleItem().Cause.ShouldSatisfyAllConditions(
            cause => cause.Interval.ShouldBe(DataInterval.Parse("2026-02-27")),
            cause => cause.Changed.ShouldBe(["orders", "daily", "three_days"]));
        (await shop.IntervalAsync("2026-02-28")).Stale.ShouldBeEmpty("It was computed anew.");
    }

    [Fact]
    public async Task a_missing_day_is_named_by_the_publications_that_read_it_until_its_file_comes()
    {
        await using var shop = await ShopRuns.StartAsync(server);
        shop.Deliver("2026-03-01", "ann 10");
        shop.Deliver("2026-03-03", "cid 30");
        shop.DeliverLedger("2026-03", 0);
        await shop.RunAsync("2026-03-01", "2026-03-02", "2026-03-03");

        var partial = await shop.IntervalAsync("2026-03-03");
        (partial.Publication!.Completeness, partial.Publication.Warning).ShouldBe((Completeness.Partial, "Without daily 2026-03-02 (published nothing), newcomers 2026-03-02 (published nothing)."));
        (await shop.RunOfAsync("2026-03-02")).ProgressOf(Step.Ingest("orders")).State.ShouldBe(StepState.Waiting);

        shop.Deliver("2026-03-02", "ann 15; bob 5");
        await shop.LookAsync();

        (await shop.RevenueAsync()).ShouldBe(["2026-03-01: 10", "2026-03-02: 30", "2026-03-03: 60"]);
        (await shop.IntervalAsync("2026-03-03")).Publication!.Completeness.ShouldBe(Completeness.Complete);
        (await shop.RunOfAsync("2026-03-03")).Gaps.ShouldBeEmpty();
    }

    [Fact]
    public async Task a_month_that_the_pipeline_did_not_see_from_its_first_day_says_so()
    {
        await using var shop = await ShopRuns.StartAsync(server);
        await BeginAsync(shop);
        var last = (await shop.IntervalAsync("2026-02-28")).Publication!;
        (last.Warning, last.IsWholeItself).ShouldBe(("Reaches before the data begins: daily 2026-02-01..2026-02-25.", true));
        (await shop.IntervalAsync("2026-02-27")).Publication!.Coverage!["daily"].IsComplete.ShouldBeTrue();
    }

    [Fact]
    public async Task a_source_that_is_not_due_leaves_its_numbers_open_until_it_is()
    {
        await using var shop = await ShopRuns.StartAsync(server, checkedMonths);
        shop.Now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
        Days(shop);
        await shop.RunAsync("2026-02-27", "2026-02-28");

        var interval = await shop.IntervalAsync("2026-02-27");
        (interval.Publication!.Coverage!["daily"].State, interval.Publication.NotYetDue.ShouldHaveSingleItem().DueAt)
            .ShouldBe((SlotState.NotYetDue, new DateTimeOffset(2026, 3, 4, 0, 0, 0, TimeSpan.Zero)));
        (await shop.RowsAsync("shop_daily", "coalesce(cost::text, 'open')")).ShouldBe(["2026-02-27: open", "2026-02-28: open"]);

        shop.DeliverLedger("2026-02", 7);
        shop.Now = new(2026, 3, 4, 0, 0, 1, TimeSpan.Zero);
        await shop.QuietAsync();

        (await shop.RowsAsync("shop_daily", "trim_scale(cost)")).ShouldBe(["2026-02-27: 7", "2026-02-28: 7"]);

        // With both owed at one instant, a look at the files may be there first.
        (await shop.EventsOfAsync("2026-02-28")).OfType<GenerationOpened>().Last().Cause.ShouldBeOneOf(RunCause.SourceDue, RunCause.LateData);
    }

    [Theory]
    [InlineData(true, "SlaArmed IntervalExpected IntervalExpected SlaOnTrack SlaMet", null)]
    [InlineData(false, "SlaArmed IntervalExpected IntervalExpected SlaAtRisk SlaMissed DeliveredLate", IncidentStatus.Resolved)]
    public async Task the_sla_of_a_sources_numbers_counts_from_when_it_fell_due_once_for_its_period(bool isInTime, string events, IncidentStatus? incident)
    {
        await using var shop = await ShopRuns.StartAsync(server);
        shop.Now = new(2026, 3, 1, 1, 0, 0, TimeSpan.Zero);
        Days(shop);
        await shop.ScheduleAsync("2026-02-26", "2026-02-27");
        var due = new DateTimeOffset(2026, 3, 4, 0, 0, 0, TimeSpan.Zero);
        await shop.PassToAsync(due.AddMinutes(-1));
        if (isInTime)
        {
            shop.DeliverLedger("2026-02", 7);
        }

        // Growth delivers within 8 hours.
        await shop.PassToAsync(due.AddHours(9));
        shop.DeliverLedger("2026-02", 7);
        await shop.LookAsync();

        (await shop.RowsAsync("shop_daily", "trim_scale(cost)")).ShouldBe(["2026-02-26: 7", "2026-02-27: 7"]);
        var id = Promise.IdOf("growth", DataInterval.Parse("2026-02"), "ledger");
        await using var session = shop.Store.QuerySession();
        (await session.Events.FetchStreamAsync(id)).Select(e => e.Data.GetType().Name).ShouldBe(events.Split(' '));
        var promise = (await session.LoadAsync<Promise>(id))!;
        (promise.Source, promise.Deadline, promise.Waited.Count).ShouldBe(("ledger", due.AddHours(8), 2));
        (await session.LoadAsync<Incident>(Incident.IdOf(ShopRuns.Pipeline, DataInterval.Parse("2026-02"))))?.Status.ShouldBe(incident!.Value);
        (promise.State is PromiseState.Met).ShouldBe(isInTime);
    }

    [Fact]
    public async Task a_run_goes_on_when_a_person_confirms_that_nothing_comes_of_its_source()
    {
        await using var shop = await ShopRuns.StartAsync(server, checkedMonths);
        shop.Deliver("2026-02-26", "ann 10");
        shop.DeliverLedger("2026-02", 1);
        await shop.RunAsync("2026-02-26", "2026-02-27");
        using var client = shop.Client();
        const string path = "/api/v1/intervals/shop/2026-02-27/confirm-empty";
        (await client.PostAsync(path, """{"source":"orders"}""")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await client.PostAsync(path, """{"source":"order","reason":"A holiday."}""")).Status.ShouldBe(HttpStatusCode.Conflict);

        (await client.PostAsync(path, """{"source":"orders","reason":"A holiday."}""")).Status.ShouldBe(HttpStatusCode.Accepted);
        await shop.QuietAsync();
        (await shop.RevenueAsync()).ShouldBe(["2026-02-26: 10", "2026-02-27: 10"]);
        (await shop.IntervalAsync("2026-02-27")).ConfirmedEmpty.ShouldBe(["orders"]);

        await shop.RunAsync("2026-02-27");
        var again = (await shop.IntervalAsync("2026-02-27")).Publication!;
        (again.Generation, again.IsWholeItself, again.Coverage!["orders"].State).ShouldBe((2, true, SlotState.ConfirmedEmpty), "What was confirmed holds in later generations.");

        shop.Deliver("2026-02-27", "bob 5");
        await shop.LookAsync();
        (await shop.RevenueAsync()).ShouldBe(["2026-02-26: 10", "2026-02-27: 15"], "A file that comes after all is late data.");
    }

    [Fact]
    public async Task files_that_are_delivered_again_unchanged_open_no_generation()
    {
        await using var shop = await ShopRuns.StartAsync(server);
        await BeginAsync(shop);
        Days(shop);
        await shop.LookAsync();
        (await GenerationsAsync(shop, "2026-02-26", "2026-02-27", "2026-02-28")).ShouldBe([1, 1, 1]);
    }

    [Fact]
    public async Task the_sources_of_an_interval_are_no_longer_looked_at_after_forty_five_days()
    {
        await using var shop = await ShopRuns.StartAsync(server);
        await BeginAsync(shop);
        shop.Now = new(2026, 4, 14, 0, 0, 0, TimeSpan.Zero);
        shop.Deliver("2026-02-27", "ann 99");
        await shop.LookAsync();
        (await shop.IntervalAsync("2026-02-27")).ShouldSatisfyAllConditions(interval => interval.WatchUntil.ShouldBeNull(), interval => interval.Generation.ShouldBe(1));
    }

    static async Task BeginAsync(ShopRuns shop)
    {
        Days(shop);
        await shop.RunAsync("2026-02-26", "2026-02-27", "2026-02-28");
    }

    static void Days(ShopRuns shop)
    {
        shop.Deliver("2026-02-26", "ann 10");
        shop.Deliver("2026-02-27", "ann 15; bob 5");
        shop.Deliver("2026-02-28", "ann 10; cid 20");
        if (shop.Now.Day == 5)
        {
            shop.DeliverLedger("2026-02", 0);
            shop.DeliverLedger("2026-03", 0);
        }
    }

    static async Task<IReadOnlyList<int>> GenerationsAsync(ShopRuns shop, params string[] days)
    {
        List<int> generations = [];
        foreach (var day in days)
        {
            generations.Add((await shop.IntervalAsync(day)).Generation);
        }

        return generations;
    }
}
