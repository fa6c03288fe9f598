using CsCheck;
using DuckDB.NET.Data;
using EventedPipelines.Domain.Catalog.Pipelines;

namespace EventedPipelines.Tests.Unit.Pipelines;

/// <summary>The shipped SQL on rows that try its corners (domain.md 2.10).</summary>
public sealed class DailyProfitSummarySpecs : IDisposable
{
    static readonly PipelineDefinition pipeline = ShippedWorkspaceSpecs.Load().Pipeline("aggregate-profit");

    static readonly string[] classes = ["operational", "marketing", "labor"];

    readonly DuckDBConnection _connection = new("DataSource=:memory:");

    public DailyProfitSummarySpecs()
    {
        _connection.Open();
        foreach (var source in pipeline.Sources)
        {
            Execute($"create table {source.Id} ({string.Join(", ", source.Contract.Columns.Select(column => $"{column.Name} {column.Type}"))})");
        }
    }

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void each_class_of_expenses_is_spread_by_what_causes_it() =>
        Summary([new("Kitchen", 30m, Pieces: 1), new("Lighting", 5m, Pieces: 4), new("Lighting", 5m, Pieces: 5)], [("operational", 10m), ("marketing", 4m), ("labor", 3m)])
            .ShouldBe([new("Kitchen", 30m, 0m, 1m, 3m, 1m), new("Lighting", 10m, 0m, 9m, 1m, 2m)]);

    [Fact]
    public void the_last_ten_thousandth_of_an_expense_goes_to_categories_by_name()
    {
        var rows = Summary([new("Lighting", 10m, 4m), new("Kitchen", 10m, 5m), new("Textiles", 10m, 6m)], [("labor", 1m), ("marketing", 0.0002m)]);

        rows.ShouldBe(
        [
            new("Kitchen", 10m, 5m, 0m, 0.0001m, 0.3334m),
            new("Lighting", 10m, 4m, 0m, 0.0001m, 0.3333m),
            new("Textiles", 10m, 6m, 0m, 0m, 0.3333m),
        ]);
    }

    [Fact]
    public void a_category_with_more_refunds_than_sales_is_not_marketed_but_handled() =>
        Summary([new("Kitchen", 30m, 10m), new("Lighting", -5m, -2m, Pieces: -1)], [("operational", 3m), ("marketing", 7.5m), ("labor", 1m)])
            .ShouldBe([new("Kitchen", 30m, 10m, 1.5m, 7.5m, 0.5m), new("Lighting", -5m, -2m, 1.5m, 0m, 0.5m)]);

    [Fact]
    public void without_positive_revenue_the_first_category_carries_all_marketing() =>
        Summary([new("Textiles", -1m), new("Kitchen", 0m)], [("marketing", 3m)])
            .ShouldBe([new("Kitchen", 0m, 0m, 0m, 3m, 0m), new("Textiles", -1m, 0m, 0m, 0m, 0m)]);

    [Fact]
    public void a_credit_is_spread_like_a_cost() =>
        Summary([new("Kitchen", 2m), new("Lighting", 1m)], [("marketing", -1m)])
            .ShouldBe([new("Kitchen", 2m, 0m, 0m, -0.6667m, 0m), new("Lighting", 1m, 0m, 0m, -0.3333m, 0m)]);

    [Fact]
    public void a_day_without_orders_keeps_its_expenses() => Summary([], [("labor", 5m)]).ShouldBe([new("unallocated", 0m, 0m, 0m, 0m, 5m)]);

    [Fact]
    public void a_day_without_expenses_has_net_profit_equal_to_gross() => Summary([new("Kitchen", 3m, 1m)], []).ShouldBe([new("Kitchen", 3m, 1m, 0m, 0m, 0m)]);

    [Fact]
    public void the_parts_of_an_expense_always_sum_to_it_and_stay_within_a_ten_thousandth_of_their_share()
    {
        var money = Gen.Long[-90_000_000_000, 9_000_000_000_000].Select(units => units / 10_000m);
        var orders = Gen.Select(Gen.Int[0, 4].Select(at => "ABCDE"[at].ToString()), money, money, Gen.Int[-9, 9], (category, amount, cost, pieces) => new Line(category, amount, cost, pieces)).List[
            1, 12];
        var expenses = Gen.Select(Gen.Int[0, 2].Select(at => classes[at]), money, (name, amount) => (name, amount)).List[0, 8];

        Gen.Select(orders, expenses).Sample(
            (orders, expenses) =>
            {
                var rows = Summary(orders, expenses);
                rows.Sum(row => row.Revenue).ShouldBe(orders.Sum(order => order.Amount));
                Parts("operational", row => row.Operational, row => Of(row).Sum(line => Math.Abs(line.Pieces)));
                Parts("marketing", row => row.Marketing, row => Math.Max(row.Revenue, 0));
                Parts("labor", row => row.Labor, row => Of(row).Count());

                IEnumerable<Line> Of(Row row) => orders.Where(line => line.Category == row.Category);

                void Parts(string name, Func<Row, decimal> part, Func<Row, decimal> weight)
                {
                    var booked = expenses.Where(expense => expense.name == name).Sum(expense => expense.amount);
                    var basis = rows.Sum(weight);
                    rows.Sum(part).ShouldBe(booked);
                    rows.Where(_ => basis > 0).ShouldAllBe(row => Math.Abs(part(row) - (booked * (weight(row) / basis))) < 0.00011m);
                }
            },
            iter: 100,
            threads: 1);
    }

    List<Row> Summary(IReadOnlyList<Line> orders, IReadOnlyList<(string Class, decimal Amount)> expenses)
    {
        Execute("delete from orders");
        Execute("delete from expenses");
        foreach (var (category, amount, cost, pieces) in orders)
        {
            Execute(FormattableString.Invariant($"insert into orders values ('o', 1, date '2026-11-22', 'c', '{category}', {pieces}, {amount}, {cost}, 'sale')"));
        }

        foreach (var (name, amount) in expenses)
        {
            Execute(FormattableString.Invariant($"insert into expenses values (date '2026-11-22', 'e', '{name}', {amount})"));
        }

        using var command = _connection.CreateCommand();
        command.CommandText = pipeline.Model("daily_profit_summary").Sql;
        using var reader = command.ExecuteReader();
        var rows = new List<Row>();
        while (reader.Read())
        {
            decimal Money(string column) => reader.GetDecimal(reader.GetOrdinal(column));
            var (operational, marketing, labor) = (Money("operational_expenses"), Money("marketing_expenses"), Money("labor_expenses"));
            var row = new Row((string)reader["product_category"], Money("revenue"), Money("product_cost"), operational, marketing, labor);
            Money("gross_profit").ShouldBe(row.Revenue - row.Cost);
            Money("net_profit").ShouldBe(row.Revenue - row.Cost - row.Operational - row.Marketing - row.Labor);
            rows.Add(row);
        }

        return rows;
    }

    void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    sealed record Line(string Category, decimal Amount, decimal Cost = 0m, int Pieces = 1);

    sealed record Row(string Category, decimal Revenue, decimal Cost, decimal Operational, decimal Marketing, decimal Labor);
}
