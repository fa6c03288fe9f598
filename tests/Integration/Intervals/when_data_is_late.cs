using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Workers.Production.Deliveries;
using Marten;

namespace EventedPipelines.Tests.Integration.Intervals;

/// <summary>Whatever lacked something is computed when that has come, for experiments as for investors, and nobody is paged for a file that is there (domain.md 2.5).</summary>
public sealed class when_data_is_late(PostgresServer server)
{
    const string Day = "2026-02-26";

    static readonly DateTimeOffset closed = new(2026, 2, 27, 0, 0, 0, TimeSpan.Zero);
    static readonly PipelineDefinition experiments = ShopRuns.Definition with
    {
        Audience = Audience.Experiments,
        Sources = [ShopRuns.Definition.Sources[0]],
        Models = [Daily("shop_daily")],
        Checks = []
    };
    static readonly Guid incident = Incident.IdOf(new SourcePeriod("orders", DataInterval.Parse(Day)));

    static ModelDefinition Daily(string table) => new("daily", Grain.Day, "select coalesce(sum(amount), 0) as revenue from orders", new(table, [new("revenue", "decimal(19,4)")], []));

    [Fact]
    public async Task a_file_for_experiments_after_the_deadline_opens_a_generation_and_ends_the_pages()
    {
        await using var shop = await ShopRuns.StartAsync(server, experiments);
        shop.Now = closed.AddMinutes(1);
        await shop.ScheduleAsync(Day);
        await shop.PassToAsync(closed.AddHours(20));
        (await shop.RunOfAsync(Day)).Outcome.ShouldBe(RunOutcome.Failed);
        (await IncidentEventsAsync(shop)).ShouldNotContain(typeof(IncidentResolved).Name);

        shop.Deliver(Day, "ann 10; bob 5");
        await shop.LookAsync();

        var run = await shop.RunOfAsync(Day);
        (run.Generation, run.Outcome).ShouldBe((2, RunOutcome.SucceededWithWarnings));
        (await shop.RowsAsync("shop_daily", "trim_scale(revenue)")).ShouldBe([$"{Day}: 15"]);
        var told = await IncidentEventsAsync(shop);
        told[^1].ShouldBe(nameof(IncidentResolved));
        await shop.PassToAsync(shop.Now.AddHours(12));
        (await IncidentEventsAsync(shop)).ShouldBe(told);
    }

    [Fact]
    public async Task a_run_that_fails_on_one_source_is_not_opened_again_for_another_that_was_there_all_the_time()
    {
        await using var shop = await ShopRuns.StartAsync(server);
        shop.Now = new(2026, 3, 5, 1, 0, 0, TimeSpan.Zero);
        shop.DeliverLedger("2026-02", 3);
        shop.Write($"orders/orders-{Day}.csv", "customer,amout\nann,10\n");
        await shop.RunAsync(Day);
        await shop.LookAsync();
        await shop.LookAsync();
        (await shop.IntervalAsync(Day)).Generation.ShouldBe(1);

        shop.Deliver(Day, "ann 10");
        await shop.LookAsync();
        var run = await shop.RunOfAsync(Day);
        (run.Generation, run.IsFinished, run.Outcome is RunOutcome.Failed).ShouldBe((2, true, false));
    }

    [Fact]
    public async Task a_run_that_a_person_cancelled_while_it_waited_is_taken_up_when_the_file_has_come()
    {
        await using var shop = await ShopRuns.StartAsync(server, experiments);
        await shop.RunAsync(Day);
        var waiting = await shop.RunOfAsync(Day);
        await shop.Store.DecideAsync<Run>(waiting.Id, "ann", (run, _) => CancelRunDecision.Decide(new(run.Id, null, "ann"), run, shop.Now), default);
        await shop.LookAsync();
        (await shop.IntervalAsync(Day)).Generation.ShouldBe(1);

        shop.Deliver(Day, "ann 10");
        await shop.LookAsync();
        (await shop.RowsAsync("shop_daily", "trim_scale(revenue)")).ShouldBe([$"{Day}: 10"]);
    }

    // The clock is moved and nobody says that the file has come: before the page it is looked for.
    [Fact]
    public async Task nobody_is_paged_for_a_file_that_has_come_meanwhile()
    {
        await using var shop = await ShopRuns.StartAsync(server, experiments);
        await shop.RunAsync(Day);
        await shop.PassToAsync(shop.Now.AddHours(1));
        var before = await IncidentEventsAsync(shop);
        before.ShouldContain(nameof(IncidentOpened));
        shop.Deliver(Day, "ann 10");
        await shop.PassToAsync(shop.Now.AddHours(5));

        (await IncidentEventsAsync(shop)).ShouldBe([.. before, nameof(IncidentResolved)]);
        (await shop.RunOfAsync(Day)).Outcome.ShouldBe(RunOutcome.SucceededWithWarnings);
    }

    [Fact]
    public async Task a_source_that_is_there_for_one_pipeline_is_there_for_all_that_read_it()
    {
        var sources = experiments.Sources.Select(source => source with { Origin = "origin" }).ToList();
        var (first, second) = (experiments with { Id = "first", Sources = sources, Models = [Daily("first_daily")] },
            experiments with { Id = "second", Sources = sources, Models = [Daily("second_daily")] });
        await using var system = await StillSystem.StartAsync(server, new("", "shop", "UTC", "", "USD", [new("growth", [first, second])]), closed.AddHours(1));
        await system.OpenAsync("first", Day);
        await system.OpenAsync("second", Day);
        await system.PassToAsync(system.Now.AddMinutes(3));
        var at = Path.Combine(system.Data, $"origin/orders/orders-{Day}.csv");
        Directory.CreateDirectory(Path.GetDirectoryName(at)!);
        await File.WriteAllTextAsync(at, "customer,amount\nann,10\n", TestContext.Current.CancellationToken);
        await system.PassToAsync(system.Now.AddMinutes(30));

        (await system.TextsAsync("select revenue::text from warehouse.first_daily union all select revenue::text from warehouse.second_daily")).Count.ShouldBe(2);
        await using var session = system.Store.QuerySession();
        (await session.Query<Run>().ToListAsync(TestContext.Current.CancellationToken)).Select(run => run.Outcome).ShouldBe([RunOutcome.SucceededWithWarnings, RunOutcome.SucceededWithWarnings]);
        (await session.Query<Incident>().CountAsync(TestContext.Current.CancellationToken)).ShouldBe(0);
    }

    [Fact]
    public async Task a_file_for_an_interval_that_is_no_longer_watched_is_listed_until_it_is_taken_in()
    {
        const string Old = "2024-02-26";
        await using var shop = await ShopRuns.StartAsync(server, experiments);
        using var client = shop.Client();
        shop.Deliver(Old, "ann 10");
        var sweep = shop.Service<DeliverySweep>();
        await sweep.SweepAsync(default);
        await shop.RunAsync(Old);
        (await client.GetAsync($"/api/v1/intervals/shop/{Old}")).Json["watchedUntil"]!.GetValue<DateTimeOffset>().ShouldBe(shop.Now.AddDays(2));
        (await client.GetAsync($"/api/v1/runs/{(await shop.RunOfAsync(Old)).Id}")).Json["watchedUntil"]!.GetValue<DateTimeOffset>().ShouldBe(shop.Now.AddDays(2));

        // A backfilled day, too, is watched for a while.
        shop.Deliver(Old, "ann 11");
        await sweep.SweepAsync(default);
        await shop.QuietAsync();
        (await shop.RowsAsync("shop_daily", "trim_scale(revenue)")).ShouldBe([$"{Old}: 11"]);

        shop.Now = shop.Now.AddDays(3);
        await shop.LookAsync();
        shop.Deliver(Old, "ann 12");
        await sweep.SweepAsync(default);
        await sweep.SweepAsync(default);
        await shop.QuietAsync();
        (await shop.RowsAsync("shop_daily", "trim_scale(revenue)")).ShouldBe([$"{Old}: 11"]);
        var listed = (await client.GetAsync("/api/v1/status")).Json["redelivered"]!.AsArray().ShouldHaveSingleItem()!;
        listed["change"]!.ToString().ShouldBe($"orders/orders-{Old}.csv of 'orders' has changed");
        listed["command"]!.ToString().ShouldBe($"./run run shop {Old} --rerun");
        (await client.GetAsync($"/api/v1/intervals/shop/{Old}")).Json["redelivered"]!.AsArray().Count.ShouldBe(1);

        await shop.RunAsync(Old);
        (await shop.RowsAsync("shop_daily", "trim_scale(revenue)")).ShouldBe([$"{Old}: 12"]);
        (await client.GetAsync("/api/v1/status")).Json["redelivered"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task a_redelivery_that_is_whole_only_when_its_marker_comes_is_listed_then()
    {
        const string Old = "2024-02-26";
        await using var shop = await ShopRuns.StartAsync(server, experiments with { Sources = [experiments.Sources[0] with { Done = "{name}.done" }] });
        var (sweep, data) = (shop.Service<DeliverySweep>(), shop.Service<Workers.WorkersSettings>().Data);
        shop.Deliver(Old, "ann 10");
        shop.Write($"orders/orders-{Old}.csv.done", "");
        await shop.RunAsync(Old);
        shop.Now = shop.Now.AddDays(3);
        await shop.LookAsync();

        File.Delete(Path.Combine(data, $"orders/orders-{Old}.csv.done"));
        shop.Deliver(Old, "ann 11");
        File.SetLastWriteTimeUtc(Path.Combine(data, $"orders/orders-{Old}.csv"), DateTime.UtcNow.AddHours(-1));
        await sweep.SweepAsync(default);
        (await shop.IntervalAsync(Old)).Redelivered.ShouldBeEmpty();
        shop.Write($"orders/orders-{Old}.csv.done", "");
        await sweep.SweepAsync(default);
        (await shop.IntervalAsync(Old)).Redelivered.ShouldHaveSingleItem().Change.ShouldBe($"orders/orders-{Old}.csv of 'orders' has changed");
    }

    [Fact]
    public async Task a_reference_source_is_listed_for_an_interval_that_lacked_it_and_not_when_it_changes()
    {
        const string Old = "2024-02-26";
        var prices = experiments.Sources[0] with { Id = "prices", Path = "prices.csv", Reference = true };
        await using var shop = await ShopRuns.StartAsync(server, experiments with { Sources = [experiments.Sources[0], prices] });
        var sweep = shop.Service<DeliverySweep>();
        shop.Deliver(Old, "ann 10");
        await shop.RunAsync(Old);
        var waiting = await shop.RunOfAsync(Old);
        await shop.Store.DecideAsync<Run>(waiting.Id, "ann", (run, _) => CancelRunDecision.Decide(new(run.Id, null, "ann"), run, shop.Now), default);
        shop.Now = shop.Now.AddDays(3);
        await shop.LookAsync();
        shop.Write("prices.csv", "customer,amount\nann,1\n");
        await sweep.SweepAsync(default);
        (await shop.IntervalAsync(Old)).Redelivered.ShouldHaveSingleItem().Change.ShouldBe("prices.csv of 'prices' has come");

        await shop.RunAsync(Old);
        shop.Now = shop.Now.AddDays(3);
        await shop.LookAsync();
        shop.Write("prices.csv", "customer,amount\nann,2\n");
        await sweep.SweepAsync(default);
        (await shop.IntervalAsync(Old)).Redelivered.ShouldBeEmpty();
    }

    [Fact]
    public async Task an_old_interval_without_a_source_is_done_again_when_a_person_says_that_nothing_comes()
    {
        const string Old = "2024-02-26";
        await using var shop = await ShopRuns.StartAsync(server, experiments);
        await shop.RunAsync(Old);
        var waiting = await shop.RunOfAsync(Old);
        await shop.Store.DecideAsync<Run>(waiting.Id, "ann", (run, _) => CancelRunDecision.Decide(new(run.Id, null, "ann"), run, shop.Now), default);
        shop.Now = shop.Now.AddDays(3);
        await shop.LookAsync();
        (await shop.IntervalAsync(Old)).WatchUntil.ShouldBeNull();

        using var client = shop.Client();
        (await client.PostAsync($"/api/v1/intervals/shop/{Old}/confirm-empty", """{"source":"orders","reason":"A holiday."}""")).Status.ShouldBe(System.Net.HttpStatusCode.Accepted);
        await shop.QuietAsync();
        (await shop.RowsAsync("shop_daily", "trim_scale(revenue)")).ShouldBe([$"{Old}: 0"]);
    }

    // Of what is not due the part that is there is left out: to read it every minute would make a generation of each look.
    [Fact]
    public async Task a_source_period_of_many_files_that_is_not_due_is_read_when_it_is_whole()
    {
        var weekly = experiments with
        {
            Sources = [
            experiments.Sources[0], experiments.Sources[0] with { Id = "visits", Path = "visits/{date:yyyy-MM-dd}.csv", Period = Grain.Month, Available = TimeSpan.FromDays(9) }]
        };
        await using var shop = await ShopRuns.StartAsync(server, weekly);
        shop.Deliver(Day, "ann 10");
        foreach (var day in Enumerable.Range(1, 27))
        {
            shop.Write($"visits/2026-02-{day:00}.csv", "customer,amount\nann,1\n");
        }

        await shop.RunAsync(Day);
        await shop.LookAsync();
        await shop.LookAsync();
        (await shop.IntervalAsync(Day)).Generation.ShouldBe(1);
        shop.Write("visits/2026-02-28.csv", "customer,amount\n");
        await shop.LookAsync();
        await shop.LookAsync();
        var run = await shop.RunOfAsync(Day);
        (run.Generation, run.Sources["visits"].Count).ShouldBe((2, 28));
    }

    static async Task<IReadOnlyList<string>> IncidentEventsAsync(ShopRuns shop)
    {
        await using var session = shop.Store.QuerySession();
        return [.. (await session.Events.FetchStreamAsync(incident)).Select(e => e.Data.GetType().Name)];
    }
}
