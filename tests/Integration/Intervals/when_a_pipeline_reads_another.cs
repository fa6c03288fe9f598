using System.Net;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Production.Slots;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Domain.Reliability.Sla;
using EventedPipelines.Tests.Integration.Hosts;
using Marten;

namespace EventedPipelines.Tests.Integration.Intervals;

/// <summary>domain.md 1.4, 2.4, 2.4a, 4.2: a pipeline reads what others have published, waits for it, inherits what it lacks and follows its restatements.</summary>
public sealed class when_a_pipeline_reads_another(PostgresServer server)
{
    static readonly DateTimeOffset morning = new(2026, 3, 5, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task a_run_waits_until_the_other_pipeline_has_published_and_pins_what_it_reads()
    {
        await using var chain = await ChainedPipelines.StartAsync(server, morning);
        await chain.RunAsync("margin", "2026-03-01");

        var waiting = (await chain.ViewAsync("margin", "2026-03-01")).Json;
        (waiting["stage"]!.ToString(), waiting["waitsFor"]!.ToString()).ShouldBe(("waiting", "sales 2026-03-01"));
        (await chain.IntervalAsync("sales", "2026-03-01")).ShouldBeNull("Nobody has asked for it.");

        chain.Deliver("2026-03-01", 10, 5);
        var before = chain.System.Now;
        await chain.RunAsync("sales", "2026-03-01");

        chain.System.Now.ShouldBe(before, "It goes on at the instant of the publication.");
        (await chain.RowsAsync("margin")).ShouldBe(["2026-03-01@1: 30 complete"]);
        var done = (await chain.ViewAsync("margin", "2026-03-01")).Json;
        done["waitsFor"].ShouldBeNull();
        var pinned = done["upstream"]!.AsArray().ShouldHaveSingleItem()!;
        (pinned["pipeline"]!.ToString(), pinned["reads"]![0]!["generation"]!.GetValue<int>()).ShouldBe(("sales", 1));
        using var client = chain.System.Client();
        var pipelines = (await client.GetAsync("/api/v1/pipelines")).Json["items"]!.AsArray().ToDictionary(item => item!["id"]!.ToString(), item => item!);
        pipelines["sales"]["readBy"]!.AsArray().Select(reader => reader!.ToString()).ShouldBe(["margin", "months"]);
        pipelines["board"]["upstream"]![0]!["table"]!.ToString().ShouldBe("margin");

        await using var session = chain.System.Store.QuerySession();
        var events = (await session.Events.FetchStreamAsync((await chain.RunOfAsync("margin", "2026-03-01")).Id)).Select(e => e.Data).ToList();
        events.OfType<UpstreamArrived>().ShouldHaveSingleItem().Because.ShouldStartWith($"{IntervalId.Of("sales", DataInterval.Parse("2026-03-01"))}@");
        (await session.Query<Incident>().CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task a_restatement_reruns_what_has_read_it_through_every_pipeline_and_the_same_rows_nothing()
    {
        await using var chain = await ChainedPipelines.StartAsync(server, morning);
        foreach (var day in new[] { "2026-03-01", "2026-03-02" })
        {
            chain.Deliver(day, 10);
            await chain.System.OpenAsync("board", day);
            await chain.System.OpenAsync("margin", day);
        }

        await chain.RunAsync("sales", "2026-03-01", "2026-03-02");
        (await chain.RowsAsync("board")).Count.ShouldBe(2);
        (await chain.RowsAsync("margin")).ShouldBe(["2026-03-01@1: 20 complete", "2026-03-02@1: 20 complete"]);

        chain.Deliver("2026-03-01", 100);
        await chain.System.LookAsync();

        (await chain.RowsAsync("sales")).ShouldBe(["2026-03-01@2: 100 complete", "2026-03-02@1: 10 complete"]);
        (await chain.RowsAsync("margin")).ShouldBe(["2026-03-01@2: 200 complete", "2026-03-02@1: 20 complete"]);
        (await chain.RowsAsync("board")).Select(row => row[(row.IndexOf(':') + 2)..]).ShouldBe(["200 partial", "220 partial"], "They reach before the data begins.");
        await using var session = chain.System.Store.QuerySession();
        var margin = (await session.Events.FetchStreamAsync(IntervalId.Of("margin", DataInterval.Parse("2026-03-01")))).Select(e => e.Data).ToList();
        margin.OfType<MarkedStale>().ShouldHaveSingleItem().Cause.ToString().ShouldBe("sales 2026-03-01 was published anew (generation 2: orders, of_sales)");
        margin.OfType<GenerationOpened>().Last().ShouldSatisfyAllConditions(
            opened => opened.Cause.ShouldBe(RunCause.Restatement), opened => opened.Root.ShouldBe(new(DataInterval.Parse("2026-03-01"), 2) { Pipeline = "sales" }));
        margin.OfType<Published>().Last().Causes!.ShouldHaveSingleItem().Text.ShouldBe("sales was published anew: 2026-03-01");
        (await session.LoadAsync<Interval>(IntervalId.Of("board", DataInterval.Parse("2026-03-02"))))!.Root.ShouldBe(new(DataInterval.Parse("2026-03-01"), 2) { Pipeline = "sales" });

        await chain.RunAsync("sales", "2026-03-01");
        (await chain.IntervalAsync("sales", "2026-03-01"))!.Generation.ShouldBe(3);
        (await chain.IntervalAsync("margin", "2026-03-01"))!.Generation.ShouldBe(2, "The same rows are no news.");
    }

    [Fact]
    public async Task a_file_that_never_comes_is_one_incident_and_the_miss_of_the_area_whose_file_it_is()
    {
        var midnight = new DateTimeOffset(2026, 3, 3, 0, 0, 0, TimeSpan.Zero);
        await using var chain = await ChainedPipelines.StartAsync(server, midnight.AddHours(-1));
        await chain.System.PassToAsync(midnight.AddHours(11));

        await using var session = chain.System.Store.QuerySession();
        var incident = (await session.Query<Incident>().ToListAsync()).ShouldHaveSingleItem();
        incident.Subject.ShouldBe(new("orders", DataInterval.Parse("2026-03-02")));
        var promises = (await session.Query<Promise>().ToListAsync()).Where(promise => promise.Interval == DataInterval.Parse("2026-03-02"))
            .ToDictionary(promise => promise.Area, promise => promise.State);
        (promises["profit"], promises["growth"], promises["engagement"]).ShouldBe((PromiseState.Missed, PromiseState.Met, PromiseState.Met));
        (await chain.IntervalAsync("margin", "2026-03-02"))!.Publication!.ShouldSatisfyAllConditions(
            margin => (margin.Completeness, margin.IsWholeItself).ShouldBe((Completeness.Partial, true)), margin => margin.Warning!.ShouldContain("Without orders 2026-03-02 (missing)."));
        var board = await chain.RunOfAsync("board", "2026-03-02");
        (board.IsFinished, board.AwaitedOfOthers).ShouldBe((false, "margin 2026-03-02"), "Experiments wait for complete data.");

        chain.Deliver("2026-03-02", 10);
        await chain.System.LookAsync();

        (await chain.RowsAsync("margin")).ShouldBe(["2026-03-02@2: 20 complete"]);
        (await chain.RowsAsync("board")).ShouldHaveSingleItem().ShouldStartWith("2026-03-02@1: 20");
        (await session.Query<Incident>().ToListAsync()).ShouldHaveSingleItem().Resolution.ShouldNotBeNull();
    }

    [Fact]
    public async Task a_backfill_waits_for_the_other_pipelines_and_a_month_for_all_its_days()
    {
        await using var chain = await ChainedPipelines.StartAsync(server, morning);
        foreach (var day in DataInterval.Parse("2026-02").Days.Where(day => day.Day >= 26))
        {
            chain.Deliver($"{day:yyyy-MM-dd}", 1);
        }

        await BackfillAsync(chain, "margin", "2026-02-26");
        await BackfillAsync(chain, "months", "2026-02-01");
        (await chain.ViewAsync("margin", "2026-02-27")).Json["waitsFor"]!.ToString().ShouldBe("sales 2026-02-27");
        (await chain.ViewAsync("months", "2026-02")).Json["waitsFor"]!.ToString().ShouldBe("sales 2026-02-26..2026-02-28", "Before them there is no data.");

        await BackfillAsync(chain, "sales", "2026-02-26");

        (await chain.RowsAsync("margin")).ShouldBe(["2026-02-26@1: 2 complete", "2026-02-27@1: 2 complete", "2026-02-28@1: 2 complete"]);
        (await chain.RunOfAsync("months", "2026-02")).Upstream.ShouldHaveSingleItem().Reads.ShouldHaveSingleItem().Range.ToString().ShouldBe("2026-02-26..2026-02-28");
        (await chain.RowsAsync("months")).ShouldHaveSingleItem().ShouldStartWith("2026-02@1: 3");
    }

    static async Task BackfillAsync(ChainedPipelines chain, string pipeline, string from)
    {
        using var client = chain.System.Client();
        (await client.PostAsync("/api/v1/backfills", $$"""{"pipeline":"{{pipeline}}","from":"{{from}}","to":"2026-02-28","reprocess":"missing"}""")).Status.ShouldBe(HttpStatusCode.Accepted);
        await chain.System.QuietAsync();
    }
}
