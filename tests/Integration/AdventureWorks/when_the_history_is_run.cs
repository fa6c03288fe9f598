using System.Diagnostics;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Workers.Workspaces;
using Npgsql;

namespace EventedPipelines.Tests.Integration.AdventureWorks;

/// <summary>The whole way on real-shaped input: files, checks, models, publication, tables and published metrics.</summary>
[Trait("Category", "Full")]
public sealed class when_the_history_is_run(PostgresServer server, ITestOutputHelper output)
{
    [Fact]
    public async Task the_profit_table_and_metrics_by_month_are_what_was_derived_independently()
    {
        await using var system = await RunningWorkers.StartAsync(server, Workspace("workspace-months"), AdventureWorksData.Folder);
        var watch = Stopwatch.StartNew();
        var runs = await system.BackfillAsync("aggregate-profit", new(2010, 12, 1), new(2014, 1, 31));
        output.WriteLine($"{runs.Count} month runs in {watch.Elapsed.TotalSeconds:0.0} s");

        runs.Count.ShouldBe(38);
        runs.ShouldAllBe(run => run.Outcome == RunOutcome.Succeeded);
        var expected = AdventureWorksExpected.Derived.Rows;
        (await TableAsync(system)).ShouldBe(expected.Select(row => new Row(row.Day, row.Category, row.Revenue, row.Gross, row.Net)));
        (await ScalarAsync(system, "select round(sum(revenue), 2) from warehouse.daily_profit_summary")).ShouldBe(29_358_677.22m);
        (await ScalarAsync(system, "select round(sum(product_cost), 2) from warehouse.daily_profit_summary")).ShouldBe(17_277_793.58m);
        (await ScalarAsync(system, "select round(sum(net_profit), 2) from warehouse.daily_profit_summary where day between '2013-01-01' and '2013-11-30'")).ShouldBe(366_300.55m);
        foreach (var (metric, column) in ((string, string)[])[("gross_profit", "gross_profit"), ("net_profit", "net_profit")])
        {
            (await ScalarAsync(system, $"select sum(value) from ep.investor_metrics where latest and metric = '{metric}' and dimensions = '{{}}'"))
                .ShouldBe(await ScalarAsync(system, $"select sum({column}) from warehouse.daily_profit_summary"));
        }
    }

    [Fact]
    public async Task the_profit_table_of_sixty_days_is_what_was_derived_independently()
    {
        await using var system = await RunningWorkers.StartAsync(server, Workspace("workspace-days"), AdventureWorksData.Folder);
        var (from, to) = (new DateOnly(2013, 5, 1), new DateOnly(2013, 6, 29));
        var watch = Stopwatch.StartNew();
        var runs = await system.BackfillAsync("aggregate-profit", from, to);
        output.WriteLine($"{runs.Count} day runs in {watch.Elapsed.TotalSeconds:0.0} s");

        runs.Count.ShouldBe(60);
        runs.ShouldAllBe(run => run.Outcome == RunOutcome.Succeeded);
        (await TableAsync(system, withNet: false)).ShouldBe(AdventureWorksExpected.Derived.Rows
            .Where(row => row.Day >= from && row.Day <= to).Select(row => new Row(row.Day, row.Category, row.Revenue, row.Gross, null)));
        (await ScalarAsync(system, "select round(sum(gross_profit), 2) from warehouse.daily_profit_summary where day = '2013-06-15' and product_category = 'Bikes'")).ShouldBe(18_409.80m);
        (await ScalarAsync(system, "select round(sum(revenue), 2) from warehouse.daily_profit_summary where day = '2013-06-15' and product_category = 'Clothing'")).ShouldBe(1_363.67m);
    }

    sealed record Row(DateOnly Day, string Category, decimal Revenue, decimal Gross, decimal? Net);

    static async Task<List<Row>> TableAsync(RunningWorkers system, bool withNet = true)
    {
        await using var database = NpgsqlDataSource.Create(system.Database.App);
        await using var command = database.CreateCommand(
            $"select day, product_category, revenue, gross_profit, {(withNet ? "net_profit" : "null::numeric")} from daily_profit_summary order by day, product_category collate \"C\"");
        await using var reader = await command.ExecuteReaderAsync();
        List<Row> rows = [];
        while (await reader.ReadAsync())
        {
            rows.Add(new(reader.GetFieldValue<DateOnly>(0), reader.GetString(1), reader.GetDecimal(2), reader.GetDecimal(3), reader.IsDBNull(4) ? null : reader.GetDecimal(4)));
        }

        return rows;
    }

    static async Task<decimal> ScalarAsync(RunningWorkers system, string sql)
    {
        await using var database = NpgsqlDataSource.Create(system.Database.App);
        await using var command = database.CreateCommand(sql);
        return (decimal)(await command.ExecuteScalarAsync())!;
    }

    static Workspace Workspace(string name) => WorkspaceRefusedException.Open(Repository.Folder($"tests/Integration/AdventureWorks/{name}"));
}
