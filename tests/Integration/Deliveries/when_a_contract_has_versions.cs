using EventedPipelines.Domain.Production.Backfills;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Tests.Integration.Workspaces;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace EventedPipelines.Tests.Integration.Deliveries;

/// <summary>domain.md 1.5: a file of last year is read by last year's version of the contract, in a rerun years later too.</summary>
public sealed class when_a_contract_has_versions(PostgresServer server)
{
    static readonly DateOnly lastYear = new(2024, 12, 30);

    [Fact]
    public async Task a_header_renamed_at_new_year_is_read_by_two_versions_and_a_rerun_of_the_old_year_gives_identical_bytes()
    {
        await using var own = new OwnWorkspace(server);
        Begin(own);
        Run before;
        await using (var system = await own.StartAsync())
        {
            before = (await system.BackfillAsync("daily", lastYear, lastYear)).ShouldHaveSingleItem();
        }

        BringNextVersion(own);
        own.Write("pipelines/sales/daily/daily.sql", "select date '2024-01-01' as day, sum(amount) as revenue, count(channel) as channels from orders");
        await using var later = await own.StartAsync();
        var runs = await later.BackfillAsync("daily", lastYear.AddDays(1), new(2025, 1, 2));

        runs.Select(run => run.Outcome).ShouldAllBe(outcome => outcome == RunOutcome.SucceededWithWarnings);
        var pins = runs.ToDictionary(run => run.DataInterval.ToString(), run => run.Sources["orders"].Single().ContractVersion);
        pins.ShouldBe(new Dictionary<string, int?> { ["2024-12-31"] = 1, ["2025-01-01"] = null, ["2025-01-02"] = null }, ignoreOrder: true);
        (await RowsAsync(later)).ShouldBe(["2024-12-30 10.0000 0", "2024-12-31 10.0000 0", "2025-01-01 10.0000 1", "2025-01-02 10.0000 1"]);

        var again = (await later.BackfillAsync("daily", lastYear, lastYear, Reprocess.All)).ShouldHaveSingleItem();
        again.Generation.ShouldBe(2);
        again.Sources["orders"].Select(file => file.Sha256).ShouldBe(before.Sources["orders"].Select(file => file.Sha256));
        again.Quarantine.Select(rows => rows.Sha256).ShouldBe(before.Quarantine.Select(rows => rows.Sha256));
    }

    /// <summary>The days before were read when there was one version only, so that nothing at their files tells which.</summary>
    [Fact]
    public async Task a_window_over_days_that_were_read_before_there_was_a_next_version_has_null_in_what_is_new()
    {
        await using var own = new OwnWorkspace(server);
        Begin(own);
        own.Write("pipelines/sales/daily/pipeline.yml", File.ReadAllText(Path.Combine(own.Folder, "pipelines/sales/daily/pipeline.yml")).Replace("grain: day, target", "grain: day, reads: { orders: trailing(P3D) }, target"));
        own.Write("data/orders-2024-12-31.csv", "order_id,amount\nA,7.00\nB,3.00\n");
        await using (var system = await own.StartAsync())
        {
            (await system.BackfillAsync("daily", lastYear, lastYear.AddDays(1))).ShouldAllBe(run => run.IsFinished);
        }

        BringNextVersion(own);
        own.Write("pipelines/sales/daily/daily.sql", "select last_day as day, sum(amount) as revenue, count(channel) as channels from orders, period group by 1");
        await using var later = await own.StartAsync();
        (await later.BackfillAsync("daily", new(2025, 1, 1), new(2025, 1, 2))).ShouldAllBe(run => run.Outcome == RunOutcome.SucceededWithWarnings);

        (await RowsAsync(later)).TakeLast(2).ShouldBe(["2025-01-01 30.0000 1", "2025-01-02 30.0000 2"]);
    }

    static void Begin(OwnWorkspace own)
    {
        own.Write("evented.yml", "{ name: shop, zone: UTC, data: data, currency: USD }");
        own.Write("policies.yml", "late_data: { settle: PT0S }");
        own.Write("sources/orders/source.yml", "id: orders\nfiles: { path: \"orders-{date:yyyy-MM-dd}.csv\" }\n");
        own.Write("sources/orders/contract.yml", """
            version: 1
            key: [order_id]
            columns: { order_id: varchar not null, amount: "decimal(19,4)" }
            """);
        own.Write("pipelines/sales/daily/pipeline.yml", """
            id: daily
            area: sales
            audience: experiments
            grain: day
            sources: [orders]
            models:
              - { id: daily, sql: daily.sql, grain: day, target: { table: daily, key: [day], columns: { day: date not null, revenue: "decimal(19,4)", channels: bigint } } }
            checks:
              - { id: some, kind: row_count, target: daily, least: 1 }
            """);
        own.Write("pipelines/sales/daily/daily.sql", "select date '2024-01-01' as day, sum(amount) as revenue, 0 as channels from orders");
        foreach (var day in new[] { "2024-12-30", "2024-12-31" })
        {
            own.Write($"data/orders-{day}.csv", "order_id,amount\nA,7.00\nB,3.00\nB,3.00\n");
        }

        foreach (var day in new[] { "2025-01-01", "2025-01-02" })
        {
            own.Write($"data/orders-{day}.csv", "order_id,total,channel\nA,7.00,web\nB,3.00,\nB,3.00,\n");
        }
    }

    static void BringNextVersion(OwnWorkspace own)
    {
        own.Write("sources/orders/contract.v1.yml", File.ReadAllText(Path.Combine(own.Folder, "sources/orders/contract.yml")));
        own.Write("sources/orders/contract.yml", """
            version: 2
            from: 2025-01-01
            key: [order_id]
            columns:
              order_id: varchar not null
              amount: { type: "decimal(19,4)", from: total }
              channel: varchar
            """);
    }

    static async Task<IReadOnlyList<string>> RowsAsync(RunningWorkers system)
    {
        await using var command = system.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("select \"interval\" || ' ' || revenue || ' ' || channels from warehouse.daily order by 1");
        await using var reader = await command.ExecuteReaderAsync();
        List<string> rows = [];
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }
}
