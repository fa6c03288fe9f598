using System.Net;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Production.Checks;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Team.Owners;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Tests.Integration.Http;
using EventedPipelines.Workers.Workspaces;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace EventedPipelines.Tests.Integration.Workspaces;

/// <summary>What was decided under the files of before stays as it was; what comes is under the files of now.</summary>
[Trait("Category", "Full")]
public sealed class when_a_workspace_changes(PostgresServer server)
{
    const string Sql = "pipelines/sales/daily-revenue/daily_revenue.sql";

    static readonly DateOnly day = new(2025, 3, 3);

    [Fact]
    public async Task a_run_keeps_its_versions_when_it_is_retried_and_the_next_has_the_new_ones()
    {
        await using var own = new OwnWorkspace(server);
        StarterWorkspace.Write(own.Folder);
        own.Change(Sql, of: "from orders", instead: "from orders where cast(order_id as integer) > 0");

        // For investors it would publish what can be computed.
        own.Change("pipelines/sales/daily-revenue/pipeline.yml", of: "audience: investors", instead: "audience: experiments");
        Guid run;
        await using (var before = await own.StartAsync())
        {
            var failed = (await before.BackfillAsync("daily-revenue", day, day)).ShouldHaveSingleItem();
            (failed.Outcome, failed.DefinitionVersion).ShouldBe((RunOutcome.Failed, 1));
            run = failed.Id;
        }

        own.Change(Sql, of: " where cast(order_id as integer) > 0", instead: "");
        own.Change("policies.yml", of: "[PT30S, PT2M, PT10M]", instead: "[PT5M]");
        await using var system = await own.StartAsync();
        using var client = new ApiClient(system.Url);

        (await client.PostAsync($"/api/v1/runs/{run}/retry", "{}")).Status.ShouldBe(HttpStatusCode.Accepted);
        var events = await system.UntilAsync(
            session => session.Events.FetchStreamAsync(run), stored => stored.Count(e => e.Data is RunFailed) == 2);
        events.Select(e => e.Data).OfType<AttemptFailed>().Count().ShouldBe(2, "The error of the version that it is pinned to, again.");
        events.Select(e => e.Data).OfType<AttemptStarted>().ShouldAllBe(attempt => attempt.Of == 4, "By the policies that it was opened under.");

        (await client.PostAsync("/api/v1/runs", """{"pipeline":"daily-revenue","interval":"2025-03-03","rerun":true}""")).Status.ShouldBe(HttpStatusCode.Accepted);
        var rerun = await system.UntilAsync(session => session.Query<Run>().SingleOrDefaultAsync(found => found.Generation == 2), found => found?.IsFinished == true);
        (rerun!.Outcome, rerun.DefinitionVersion, rerun.PolicyVersion).ShouldBe((RunOutcome.Succeeded, 2, 2));
        await using var session = system.Store.QuerySession();
        (await session.Events.FetchStreamAsync(rerun.Id)).Select(e => e.Data).OfType<AttemptStarted>().ShouldAllBe(attempt => attempt.Of == 2);

        var versions = await client.GetAsync("/api/v1/pipelines/daily-revenue/versions");
        versions.Values("items", "version").ShouldBe(["2", "1"]);
        versions.Values("items", "runs").ShouldBe(["1", "1"]);
        var change = versions.Json["items"]![0]!["changes"]!.AsArray().ShouldHaveSingleItem()!;
        change["path"]!.ToString().ShouldBe("models[daily_revenue].sql");
        change["before"]!.ToString().ShouldContain("cast(order_id");
        change["after"]!.ToString().ShouldNotContain("cast(order_id");
    }

    [Fact]
    public async Task changed_owners_and_policies_are_new_events_and_the_past_stays()
    {
        await using var own = new OwnWorkspace(server);
        StarterWorkspace.Write(own.Folder);
        await using (await own.StartAsync())
        {
        }

        await using (await own.StartAsync())
        {
        }

        own.Change("team.yml", of: "primary: [alex], secondary: [sam]", instead: "primary: [sam], secondary: [alex]");
        own.Change("policies.yml", of: "reruns: 31", instead: "reruns: 5");
        await using var system = await own.StartAsync();
        using var client = new ApiClient(system.Url);

        await using var session = system.Store.QuerySession();
        var assigned = (await session.Events.FetchStreamAsync(Ownership.IdOf("sales"))).Select(e => e.Data).OfType<OwnershipAssigned>().ToList();
        assigned.Select(e => $"{e.From:yyyy-MM-dd} {e.Primary.Single().Id}").ShouldBe(["2025-01-01 alex", "2026-11-25 sam"]);
        (await OwnerAsync("2026-11-24"), await OwnerAsync("2026-11-25")).ShouldBe(("alex", "sam"));
        var policies = (await session.Events.FetchStreamAsync(DefinedPolicies.TheId)).Select(e => e.Data).OfType<PoliciesDefined>().ToList();
        policies.Select(e => (e.PolicyVersion, e.Policies.LateData.Reruns)).ShouldBe([(1, 31), (2, 5)]);

        async Task<string> OwnerAsync(string day) => (await client.GetAsync($"/api/v1/areas/sales/owners?at={day}")).Json["primary"]![0]!["id"]!.ToString();
    }

    [Fact]
    public async Task a_run_is_tried_as_often_as_the_workspaces_own_retry_policy_says()
    {
        await using var own = new OwnWorkspace(server);
        StarterWorkspace.Write(own.Folder);
        own.Change("policies.yml", of: "[PT30S, PT2M, PT10M]", instead: "[PT5M]");
        await using var system = await own.StartAsync();

        var run = (await system.BackfillAsync("daily-revenue", day, day)).ShouldHaveSingleItem();

        await using var session = system.Store.QuerySession();
        (await session.Events.FetchStreamAsync(run.Id)).Select(e => e.Data).OfType<AttemptStarted>().ShouldAllBe(attempt => attempt.Of == 2);
    }

    /// <summary>Rows of a model that an earlier definition made are read by those that reach back to them, and by checks that compare with them.</summary>
    [Fact]
    public async Task a_column_that_a_model_has_got_since_is_null_in_the_days_before()
    {
        await using var own = new OwnWorkspace(server);
        own.Write("evented.yml", "{ name: shop, zone: UTC, data: data, currency: USD }");
        own.Write("policies.yml", "late_data: { settle: PT0S }");
        own.Write("sources/orders/source.yml", "id: orders\nfiles: { path: \"orders-{date:yyyy-MM-dd}.csv\" }\n");
        own.Write("sources/orders/contract.yml", "{ version: 1, key: [id], columns: { id: varchar not null, amount: \"decimal(19,4)\" } }");
        for (var each = day; each <= day.AddDays(3); each = each.AddDays(1))
        {
            own.Write($"data/orders-{each:yyyy-MM-dd}.csv", "id,amount\nA,7.00\nB,3.00\n");
        }

        Write(version: 1, columns: "", totals: "", sums: "", value: "revenue");
        await using (var before = await own.StartAsync())
        {
            (await before.BackfillAsync("daily", day, day.AddDays(1))).ShouldAllBe(run => run.Outcome == RunOutcome.PublishedPartial, "The window reaches back to before the data.");
        }

        Write(version: 2, columns: ", orders: bigint", totals: ", count(*) as orders", sums: ", sum(orders) as orders", value: "orders");
        await using var system = await own.StartAsync();
        (await system.BackfillAsync("daily", day.AddDays(2), day.AddDays(3))).OrderBy(run => run.DataInterval).Select(run => run.Checks["usual"]).ShouldBe([CheckStanding.NotEvaluated, CheckStanding.Passed], "Of the first there is nothing to compare with.");

        await using var command = system.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("""select string_agg(concat_ws(' ', trim_scale(revenue), orders), ', ' order by "interval") from warehouse.window_2""");
        (await command.ExecuteScalarAsync()).ShouldBe("30 2, 30 4");

        void Write(int version, string columns, string totals, string sums, string value)
        {
            own.Write("pipelines/sales/daily/pipeline.yml", $$"""
                id: daily
                area: sales
                audience: experiments
                grain: day
                sources: [orders]
                models:
                  - { id: daily, sql: daily.sql, grain: day, target: { table: "daily_{{version}}", key: [day], columns: { day: date not null, revenue: "decimal(19,4)"{{columns}} } } }
                  - { id: window, sql: window.sql, grain: day, reads: { daily: trailing(P3D) }, target: { table: "window_{{version}}", key: [day], columns: { day: date not null, revenue: "decimal(19,4)"{{columns}} } } }
                checks:
                  - { id: usual, kind: anomaly, target: daily, value: sum({{value}}), history: trailing(P30D), least: 1, threshold: 3 }
                """);
            own.Write("pipelines/sales/daily/daily.sql", $"select first_day as day, sum(amount) as revenue{totals} from orders, period group by 1");
            own.Write("pipelines/sales/daily/window.sql", $"select last_day as day, sum(revenue) as revenue{sums} from daily, period group by 1");
        }
    }
}
