using System.Net;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Tests.Integration.Intervals;
using EventedPipelines.Workers.Demo.Samples;

namespace EventedPipelines.Tests.Integration.Deliveries;

/// <summary>domain.md 2.8: a person's word over rows that a source's own check has set apart is the delivery's, for all that read it, in all its versions.</summary>
public sealed class when_rows_of_a_delivery_are_judged(PostgresServer server)
{
    static readonly DataInterval day = DataInterval.Parse("2026-03-01");
    static readonly string[] daily = ["aggregate-profit", "daily-growth", "unit-profit"];

    [Fact]
    public async Task rows_that_are_readmitted_count_for_every_reader_and_in_the_next_version_too()
    {
        await using var system = await StillSystem.StartAsync(server, FivePipelines.Workspace, new(2026, 3, 3, 10, 0, 0, TimeSpan.Zero));
        SampleWriter.WriteDay(system.Data, seed: 1, day.First);
        var file = Path.Combine(system.Data, "orders/2026/03/orders-2026-03-01.csv");
        File.AppendAllText(file, "X-2,1,2026-03-01,C-1,Kitchen,1,,5.0000,sale\n");
        await FivePipelines.OpenAsync(system, [day]);
        await system.QuietAsync();
        var before = await RunsAsync(system, generation: 1);
        before.ShouldAllBe(run => run.Quarantine.Any(rows => rows.Check == "orders-schema"));

        using var client = system.Client();
        var refused = await client.PostAsync("/api/v1/sources/orders/deliveries/2026-03-01/quarantine/verdicts", """{ "check": "orders-unknown", "verdict": "readmit", "reason": "so" }""");
        refused.Problem(HttpStatusCode.Conflict)["detail"]!.ToString().ShouldContain("These have: 'orders-schema'");
        var judged = await client.PostAsync(
            "/api/v1/sources/orders/deliveries/2026-03-01/quarantine/verdicts", """{ "check": "orders-schema", "verdict": "readmit", "reason": "A voucher: it was paid with points." }""", ("X-Actor", "amara"));
        judged.Status.ShouldBe(HttpStatusCode.Accepted, judged.Text);
        await system.QuietAsync();

        var after = await RunsAsync(system, generation: 2);
        after.ShouldAllBe(run => run.IsFinished && !run.Quarantine.Any(rows => rows.Check == "orders-schema"));
        after.ShouldAllBe(run => run.Deliveries["orders"].Single().Number == 1, "The same version, of which other rows count.");

        File.AppendAllText(file, "X-4,1,2026-03-01,C-1,Kitchen,1,9.00,5.0000,sale\n");
        await system.LookAsync();
        var later = await RunsAsync(system, generation: 3);
        later.ShouldAllBe(run => run.IsFinished && run.Deliveries["orders"].Single().Number == 2 && !run.Quarantine.Any(rows => rows.Check == "orders-schema"));
    }

    /// <summary>Whoever looks at one reader's numbers says it there, and it is the delivery's all the same.</summary>
    [Fact]
    public async Task a_word_over_rows_of_the_source_that_is_said_of_an_interval_holds_for_every_reader()
    {
        await using var system = await StillSystem.StartAsync(server, FivePipelines.Workspace, new(2026, 3, 3, 10, 0, 0, TimeSpan.Zero));
        SampleWriter.WriteDay(system.Data, seed: 1, day.First);
        File.AppendAllText(Path.Combine(system.Data, "orders/2026/03/orders-2026-03-01.csv"), "X-2,1,2026-03-01,C-1,Kitchen,1,,5.0000,sale\n");
        await FivePipelines.OpenAsync(system, [day]);
        await system.QuietAsync();

        using var client = system.Client();
        const string readmit = """{ "check": "orders-schema", "verdict": "readmit", "reason": "A voucher: it was paid with points." }""";
        var seen = await client.GetAsync("/api/v1/intervals/daily-growth/2026-03-01");
        (await client.PostAsync("/api/v1/intervals/daily-growth/2026-03-01/quarantine/verdicts", readmit, ("If-Match", "\"1\""))).Status.ShouldBe(HttpStatusCode.PreconditionFailed);
        var judged = await client.PostAsync(
            "/api/v1/intervals/daily-growth/2026-03-01/quarantine/verdicts", readmit, ("X-Actor", "chiyo"), ("If-Match", seen.ETag!), ("Idempotency-Key", "a-voucher"));
        judged.Status.ShouldBe(HttpStatusCode.Accepted, judged.Text);
        ((string)judged.Json["pipeline"]!, (int)judged.Json["generation"]!).ShouldBe(("daily-growth", 2));
        await system.QuietAsync();

        (await RunsAsync(system, generation: 2)).ShouldAllBe(run => run.IsFinished && !run.Quarantine.Any(rows => rows.Check == "orders-schema"));
        var verdict = (await client.GetAsync("/api/v1/sources/orders/deliveries/2026-03-01")).Json["verdicts"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)verdict["actor"]!, (string)verdict["verdict"]!, (string)verdict["reason"]!).ShouldBe(("chiyo", "readmit", "A voucher: it was paid with points."));
        var again = await client.PostAsync("/api/v1/intervals/daily-growth/2026-03-01/quarantine/verdicts", readmit, ("X-Actor", "chiyo"), ("Idempotency-Key", "a-voucher"));
        again.Status.ShouldBe(HttpStatusCode.Accepted, again.Text);
        (await client.PostAsync("/api/v1/intervals/daily-growth/2026-03-02/quarantine/verdicts", readmit)).Status.ShouldBe(HttpStatusCode.NotFound);

        var month = await client.PostAsync("/api/v1/intervals/aggregate-growth/2026-02/quarantine/verdicts", readmit);
        month.Problem(HttpStatusCode.Conflict).ShouldSatisfyAllConditions(
            problem => problem["detail"]!.ToString().ShouldContain("2026-02 reads several deliveries of 'orders'"),
            problem => problem["remedy"]!.ToString().ShouldContain("/api/v1/sources/orders/deliveries/{period}/quarantine/verdicts"));
    }

    /// <summary>Days and month agree, since what is set apart for one is for the other.</summary>
    [Fact]
    public async Task new_customers_of_the_days_of_a_month_and_of_the_month_are_the_same()
    {
        await using var system = await StillSystem.StartAsync(server, FivePipelines.Workspace, new(2026, 3, 3, 10, 0, 0, TimeSpan.Zero));
        DateOnly[] days = [.. DataInterval.Parse("2026-02").Days];
        foreach (var each in days)
        {
            SampleWriter.WriteDay(system.Data, seed: 1, each);
        }

        // Three customers who bought in rows that are rejected, set apart and removed as the second of two alone, and one who bought.
        File.AppendAllText(
            Path.Combine(system.Data, "orders/2026/02/orders-2026-02-10.csv"),
            "X-1,one,2026-02-10,C-X1,Kitchen,1,10.00,5.0000,sale\nX-2,1,2026-02-10,C-X2,Kitchen,1,,5.0000,sale\nX-3,1,2026-02-10,C-X3,Kitchen,1,9.00,5.0000,sale\nX-3,1,2026-02-10,C-X3,Kitchen,1,9.00,5.0000,sale\n");
        await system.OpenAsync("daily-growth", days.Select(each => DataInterval.Day(each).ToString()));
        await system.OpenAsync("aggregate-growth", "2026-02");
        await system.QuietAsync();

        (await system.TextsAsync("select sum(new_customers)::text from warehouse.daily_growth")).ShouldBe(await system.TextsAsync("select new_customers::text from warehouse.monthly_growth"));
        (await system.TextsAsync("select customer_id from warehouse.first_purchases where customer_id like 'C-X%'")).ShouldBe(["C-X3"]);
    }

    static async Task<List<Run>> RunsAsync(StillSystem system, int generation)
    {
        await using var session = system.Store.QuerySession();
        var runs = (await session.LoadManyAsync<Run>([.. daily.Select(pipeline => RunId.Of(pipeline, day, generation))])).ToList();
        runs.Count.ShouldBe(daily.Length);
        return runs;
    }
}
