using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Workers.Workspaces;
using Npgsql;
using static EventedPipelines.Tests.Integration.AdventureWorks.AdventureWorksData;

namespace EventedPipelines.Tests.Integration.AdventureWorks;

/// <summary>Growth, engagement and unit profit over real-shaped input, against what plain C# makes of the files.</summary>
[Trait("Category", "Full")]
public sealed class when_all_pipelines_run(PostgresServer server)
{
    [Fact]
    public async Task growth_by_month_counts_each_customer_once()
    {
        await using var system = await StartAsync();
        (await system.BackfillAsync("aggregate-growth", new(2010, 12, 1), new(2013, 12, 31)))
            .ShouldAllBe(run => run.Outcome == (run.DataInterval.First.Year == 2010 ? RunOutcome.PublishedPartial : RunOutcome.Succeeded), "The first month has none before it to have grown from.");

        var firsts = Sales().GroupBy(sale => sale.Customer).Select(sales => sales.Min(sale => sale.Day)).GroupBy(day => new DateOnly(day.Year, day.Month, 1))
            .ToDictionary(month => month.Key, month => (long)month.Count());
        var found = await RowsAsync(system, "select month, new_customers, cumulative_customers from monthly_growth order by month");
        found.Select(row => (row.Day, row.First)).ShouldBe(firsts.Where(month => month.Key < new DateOnly(2014, 1, 1)).OrderBy(month => month.Key).Select(month => (month.Key, month.Value)));
        found.ToDictionary(row => row.Day, row => row.First).ShouldSatisfyAllConditions(
            months => months[new(2012, 12, 1)].ShouldBe(311),
            months => months[new(2013, 1, 1)].ShouldBe(325),
            months => months[new(2013, 2, 1)].ShouldBe(1_087));
        found[^1].Second.ShouldBe(found.Sum(row => row.First));
    }

    [Fact]
    public async Task growth_by_day_keeps_the_days_without_a_new_customer()
    {
        await using var system = await StartAsync();
        var (from, to) = (new DateOnly(2010, 12, 29), new DateOnly(2011, 3, 15));
        (await system.BackfillAsync("daily-growth", from, to)).ShouldAllBe(run => run.Outcome == RunOutcome.Succeeded);

        var firsts = Sales().GroupBy(sale => sale.Customer).Select(sales => sales.Min(sale => sale.Day)).ToLookup(day => day);
        var found = await RowsAsync(system, "select day, new_customers, 0::bigint from daily_growth order by day");
        found.Select(row => (row.Day, row.First)).ShouldBe(Enumerable.Range(0, to.DayNumber - from.DayNumber + 1).Select(from.AddDays).Select(day => (day, (long)firsts[day].Count())));
        found.Single(row => row.Day == new DateOnly(2011, 2, 13)).First.ShouldBe(0);
    }

    [Fact]
    public async Task engagement_of_a_day_counts_the_customers_who_were_active_in_the_days_up_to_it()
    {
        await using var system = await StartAsync();
        var (from, to) = (new DateOnly(2013, 5, 1), new DateOnly(2013, 6, 15));
        (await system.BackfillAsync("aggregate-engagement", from, to))
            .ShouldAllBe(run => run.Outcome == (run.DataInterval.First < from.AddDays(29) ? RunOutcome.PublishedPartial : RunOutcome.Succeeded), "Thirty days are whole from the thirtieth on.");

        var buyers = Sales().Select(sale => (sale.Day, sale.Customer)).Distinct().ToList();
        var respondents = Rows("survey_responses.csv").Select(row => (Day: Day(row["response_date"]), Customer: row["customer_id"])).Distinct().ToList();
        var active = buyers.Concat(respondents).Where(pair => pair.Day >= from && pair.Day <= to).ToLookup(pair => pair.Day, pair => pair.Customer);
        var days = Enumerable.Range(0, to.DayNumber - from.DayNumber + 1).Select(from.AddDays).ToList();
        (await RowsAsync(system, "select day, buyers, respondents from engagement order by day"))
            .ShouldBe(days.Select(day => (day, (long)buyers.Count(pair => pair.Day == day), (long)respondents.Count(pair => pair.Day == day))));
        (await RowsAsync(system, "select day, weekly_active, monthly_active from engagement order by day"))
            .ShouldBe(days.Select(day => (day, Distinct(day, 7), Distinct(day, 30))));

        long Distinct(DateOnly day, int back) => Enumerable.Range(0, back).SelectMany(ago => active[day.AddDays(-ago)]).Distinct().Count();
    }

    [Fact]
    public async Task unit_profit_has_each_order_line_once()
    {
        await using var system = await StartAsync();
        (await system.BackfillAsync("unit-profit", new(2010, 12, 1), new(2014, 1, 31))).ShouldAllBe(run => run.Outcome == RunOutcome.Succeeded);

        await using var database = NpgsqlDataSource.Create(system.Database.App);
        await using var command = database.CreateCommand("select count(*), count(distinct (order_id, line_number)), round(sum(revenue), 2), round(sum(product_cost), 2) from unit_profit");
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        (reader.GetInt64(0), reader.GetInt64(1), reader.GetDecimal(2), reader.GetDecimal(3)).ShouldBe((60_398, 60_398, 29_358_677.22m, 17_277_793.58m));
    }

    Task<RunningWorkers> StartAsync() =>
        RunningWorkers.StartAsync(server, WorkspaceRefusedException.Open(Repository.Folder("tests/Integration/AdventureWorks/workspace-five")), Folder);

    static IEnumerable<(DateOnly Day, string Customer)> Sales() => Rows("sales_lines.csv").Select(row => (Day(row["order_date"]), row["customer_id"]));

    static async Task<List<(DateOnly Day, long First, long Second)>> RowsAsync(RunningWorkers system, string sql)
    {
        await using var database = NpgsqlDataSource.Create(system.Database.App);
        await using var command = database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        List<(DateOnly, long, long)> rows = [];
        while (await reader.ReadAsync())
        {
            rows.Add((reader.GetFieldValue<DateOnly>(0), reader.GetInt64(1), reader.GetInt64(2)));
        }

        return rows;
    }
}
