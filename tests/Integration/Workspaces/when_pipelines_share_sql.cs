using System.Net;
using EventedPipelines.Domain.Production.Backfills;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Tests.Integration.Http;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace EventedPipelines.Tests.Integration.Workspaces;

/// <summary>ADR-0041: what pipelines share is part of each definition that uses it, and of no other.</summary>
public sealed class when_pipelines_share_sql(PostgresServer server)
{
    const string Macros = "sql/money.sql";

    static readonly DateOnly day = new(2026, 11, 20);

    [Fact]
    public async Task both_publish_by_the_shared_model_and_macro_and_a_macro_that_changes_is_a_new_version_of_those_that_call_it()
    {
        await using var own = new OwnWorkspace(server);
        Begin(own);
        Guid failed;
        await using (var before = await own.StartAsync())
        {
            foreach (var pipeline in new[] { "daily", "other", "plain" })
            {
                (await before.BackfillAsync(pipeline, day, day)).ShouldHaveSingleItem().Outcome.ShouldBe(RunOutcome.Succeeded, pipeline);
            }

            (await RowsAsync(before)).ShouldBe(["daily 2026-11-20 9.0000", "other 2026-11-20 9.0000", "plain 2026-11-20 10.0000"], "10.00 of the orders that the shared model leaves, without the fees of 1.00.");
            var run = (await before.BackfillAsync("daily", day.AddDays(1), day.AddDays(1))).ShouldHaveSingleItem();
            (run.Outcome, run.DefinitionVersion).ShouldBe((RunOutcome.Failed, 1), "A fee that is no number.");
            failed = run.Id;
        }

        own.Change(Macros, of: "cast(fee as", instead: "coalesce(try_cast(fee as");
        own.Change(Macros, of: "decimal(19,4))", instead: "decimal(19,4)), 0)");
        await using var system = await own.StartAsync();
        using var client = new ApiClient(system.Url);

        foreach (var (pipeline, versions) in new[] { ("daily", (string[])["2", "1"]), ("other", ["2", "1"]), ("plain", ["1"]) })
        {
            (await client.GetAsync($"/api/v1/pipelines/{pipeline}/versions")).Values("items", "version").ShouldBe(versions, pipeline);
        }

        (await client.GetAsync("/api/v1/pipelines/daily/versions")).Json["items"]![0]!["changes"]!.AsArray().ShouldHaveSingleItem()!["path"]!.ToString().ShouldBe("models[sales].macros[net].body");
        (await client.PostAsync($"/api/v1/runs/{failed}/retry", "{}")).Status.ShouldBe(HttpStatusCode.Accepted);
        (await system.UntilAsync(session => session.Events.FetchStreamAsync(failed), stored => stored.Count(e => e.Data is RunFailed) == 2)).Count(e => e.Data is RunFailed)
            .ShouldBe(2, "By the text that it is pinned to, again.");

        var again = (await system.BackfillAsync("daily", day.AddDays(1), day.AddDays(1), Reprocess.Failed)).ShouldHaveSingleItem();
        (again.Outcome, again.DefinitionVersion).ShouldBe((RunOutcome.Succeeded, 2));
        (await RowsAsync(system)).ShouldContain("daily 2026-11-21 5.0000");
    }

    static void Begin(OwnWorkspace own)
    {
        own.Write("evented.yml", "{ name: shop, zone: UTC, data: data, currency: USD }");
        own.Write("policies.yml", "late_data: { settle: PT0S }");
        own.Write("sources/orders/source.yml", "id: orders\nfiles: { path: \"orders-{date:yyyy-MM-dd}.csv\" }\n");
        own.Write("sources/orders/contract.yml", "version: 1\ncolumns: { order_id: varchar not null, amount: \"decimal(19,4)\", fee: varchar }\n");
        own.Write("sql/orders_clean.sql", "select * from orders where amount is not null and amount > 0");
        own.Write(Macros, "create macro net(amount, fee) as\n  amount - cast(fee as decimal(19,4));\n");
        foreach (var (id, area, sql) in new[] { ("daily", "sales", "net(amount, fee)"), ("other", "growth", "net(amount, fee)"), ("plain", "sales", "amount") })
        {
            own.Write($"pipelines/{area}/{id}/pipeline.yml", $$"""
                id: {{id}}
                area: {{area}}
                audience: experiments
                grain: day
                sources: [orders]
                models:
                  - { id: orders_clean, sql: sql/orders_clean.sql, grain: day }
                  - { id: sales, sql: sales.sql, grain: day, target: { table: {{id}}, key: [day], columns: { day: date not null, revenue: "decimal(19,4)" } } }
                checks:
                  - { id: {{id}}-some, kind: row_count, target: sales, least: 1 }
                """);
            own.Write($"pipelines/{area}/{id}/sales.sql", $"select p.first_day as day, sum({sql}) as revenue from orders_clean, period p group by all");
        }

        own.Write("data/orders-2026-11-20.csv", "order_id,amount,fee\nA,7.00,0.60\nB,3.00,0.40\nC,,0.50\nD,-4.00,0.50\n");
        own.Write("data/orders-2026-11-21.csv", "order_id,amount,fee\nA,5.00,none\n");
    }

    static async Task<IReadOnlyList<string>> RowsAsync(RunningWorkers system)
    {
        var tables = new[] { "daily", "other", "plain" }.Select(table => $"select '{table} ' || \"interval\" || ' ' || revenue from warehouse.{table}");
        await using var command = system.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand($"{string.Join(" union all ", tables)} order by 1");
        await using var reader = await command.ExecuteReaderAsync();
        List<string> rows = [];
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }
}
