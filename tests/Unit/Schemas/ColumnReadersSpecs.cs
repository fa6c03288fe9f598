using EventedPipelines.Domain.Production.Schemas;
using EventedPipelines.Tests.Unit.Pipelines;
using EventedPipelines.Workers.Kernel.Kinds;
using EventedPipelines.Workers.Production.Schemas;
using EventedPipelines.Workers.Workspaces;

namespace EventedPipelines.Tests.Unit.Schemas;

/// <summary>A drift breaks those whose SQL reads the column, as the engine sees it (domain.md 7.2).</summary>
public sealed class ColumnReadersSpecs
{
    static readonly Workspace workspace = WorkspaceRefusedException.Open(Repository.Folder("workspace"));

    static Task<IReadOnlyList<DriftReader>> OfAsync(string source, string column) => new ColumnReaders(WorkspaceKinds.Shipped).OfAsync([.. workspace.Pipelines], source, column, default);

    [Fact]
    public async Task a_column_of_costs_breaks_profit_and_not_growth()
    {
        var readers = await OfAsync("orders", "product_cost");
        readers.Where(reader => reader.Breaks).Select(reader => reader.Pipeline).Order().ToList().ShouldBe(["aggregate-profit", "unit-profit"]);
        readers.Where(reader => !reader.Breaks).Select(reader => reader.Pipeline).Order().ToList().ShouldBe(["aggregate-growth", "daily-growth"]);
        readers.Single(reader => reader.Pipeline == "aggregate-profit").Metrics.ShouldContain("gross_profit");
    }

    [Fact]
    public async Task a_column_of_customers_breaks_growth()
    {
        var growth = (await OfAsync("orders", "customer_id")).Single(reader => reader.Pipeline == "daily-growth");
        growth.Breaks.ShouldBeTrue();
        growth.Targets.ShouldContain("daily_growth");
    }

    [Fact]
    public async Task a_check_breaks_where_it_looks_at_the_column_itself()
    {
        var profit = (await OfAsync("expenses", "amount")).Single(reader => reader.Pipeline == "aggregate-profit");
        profit.Checks.ShouldContain("expenses-complete");
        profit.Checks.ShouldNotContain("expenses-key", "It is about expense_id.");
        (await OfAsync("expenses", "expense_id")).Single(reader => reader.Pipeline == "aggregate-profit").Checks.ShouldContain("expenses-key");
        profit.Metrics.ShouldBeUnique();
    }

    [Fact]
    public async Task a_column_that_nobody_has_breaks_nothing() => (await OfAsync("orders", "colour")).ShouldAllBe(reader => !reader.Breaks && reader.Models.Count == 0);

    [Fact]
    public async Task a_table_that_cannot_be_published_breaks_what_reads_it_elsewhere()
    {
        using var files = new SmallWorkspace();
        var pipelines = files.WithReader("above", "growth", "summary", "select day, revenue from summary").WithReader("further", "growth", "above_trend", "select day, revenue from above_trend")
            .WithReader("beside", "growth", "summary", "select first_day as day, cast(0 as decimal(19,4)) as revenue from period").Load().Pipelines;
        var readers = await new ColumnReaders(WorkspaceKinds.Shipped).OfAsync([.. pipelines], "orders", "amount", default);
        readers.Where(reader => reader.Breaks).Select(reader => $"{reader.Pipeline}: {string.Join(", ", reader.Targets)}").Order().ToList()
            .ShouldBe(["above: above_trend", "daily: summary", "further: further_trend"]);
        readers.Single(reader => reader.Pipeline == "beside").Breaks.ShouldBeFalse();
    }
}
