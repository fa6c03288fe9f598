using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Workers.Workspaces;

namespace EventedPipelines.Tests.Integration.AdventureWorks;

[Trait("Category", "Full")]
public sealed class AdventureWorksSqlSpecs
{
    [Fact]
    public void the_expected_rows_of_adventure_works_sum_to_the_published_figures()
    {
        var expected = AdventureWorksExpected.Derived;

        Cents(expected.Rows.Sum(row => row.Revenue)).ShouldBe(29_358_677.22m);
        Cents(expected.Rows.Sum(row => row.ProductCost)).ShouldBe(17_277_793.58m);
        On(expected, "Bikes").ShouldBe((46_494.34m, 18_409.80m));
        On(expected, "Accessories").ShouldBe((1_886.40m, 1_180.88m));
        On(expected, "Clothing").ShouldBe((1_363.67m, 498.14m));

        var months = Enumerable.Range(1, 11).Select(month => new DateOnly(2013, month, 1)).ToList();
        Cents(months.Sum(month => expected.UnroundedNet(month)!.Value)).ShouldBe(366_300.55m);
        Cents(expected.Rows.Where(row => row.Day >= months[0] && row.Day < new DateOnly(2013, 12, 1)).Sum(row => row.Net!.Value)).ShouldBe(366_300.55m);
    }

    [Fact]
    public void the_profit_sql_by_month_gives_the_expected_rows_of_the_whole_history()
    {
        using var data = new SlicedCsv(Pipeline("workspace-months"), AdventureWorksData.Folder);

        DataInterval.Between(Grain.Month, new(2010, 12, 1), new(2014, 1, 31))
            .SelectMany(data.Rows)
            .Select(row => (Row(row, (decimal?)row["allocated_expenses"]), row["gross_profit"], row["net_profit"]))
            .ShouldBe(AdventureWorksExpected.Derived.Rows.Select(row => (row, (object?)row.Gross, (object?)row.Net)));
    }

    [Fact]
    public void the_profit_sql_by_day_gives_the_expected_rows_of_sixty_days()
    {
        using var data = new SlicedCsv(Pipeline("workspace-days"), AdventureWorksData.Folder);
        var (from, to) = (new DateOnly(2013, 5, 1), new DateOnly(2013, 6, 29));

        DataInterval.Between(Grain.Day, from, to).Count().ShouldBe(60);
        DataInterval.Between(Grain.Day, from, to)
            .SelectMany(data.Rows)
            .Select(row => (Row(row, expenses: null), row["gross_profit"]))
            .ShouldBe(AdventureWorksExpected.Derived.Rows
                .Where(row => row.Day >= from && row.Day <= to)
                .Select(row => (row with { Expenses = null }, (object?)row.Gross)));
    }

    [Theory]
    [InlineData("2013-12")]
    [InlineData("2014-01")]
    public void a_month_without_a_meaningful_ledger_has_no_net_profit_rather_than_zero(string month)
    {
        using var data = new SlicedCsv(Pipeline("workspace-months"), AdventureWorksData.Folder);

        var rows = data.Rows(DataInterval.Parse(month));

        rows.ShouldNotBeEmpty();
        rows.ShouldAllBe(row => row["net_profit"] == null && row["allocated_expenses"] == null && row["gross_profit"] != null);
    }

    [Theory]
    [InlineData("workspace-months")]
    [InlineData("workspace-days")]
    public void each_adventure_works_workspace_loads_without_problems(string workspace) => Pipeline(workspace).Id.ShouldBe("aggregate-profit");

    static PipelineDefinition Pipeline(string workspace) =>
        WorkspaceLoader.Load(Repository.Folder($"tests/Integration/AdventureWorks/{workspace}"))
            .ShouldBeOfType<WorkspaceLoaded>()
            .Workspace.Pipeline("aggregate-profit");

    static ProfitRow Row(IReadOnlyDictionary<string, object?> row, decimal? expenses) =>
        new((DateOnly)row["day"]!, (string)row["product_category"]!, (decimal)row["revenue"]!, (decimal)row["product_cost"]!, expenses);

    static decimal Cents(decimal amount) => Math.Round(amount, 2, MidpointRounding.AwayFromZero);

    static (decimal Revenue, decimal Gross) On(AdventureWorksExpected expected, string category)
    {
        var row = expected.Rows.Single(row => row.Day == new DateOnly(2013, 6, 15) && row.Category == category);
        return (Cents(row.Revenue), Cents(row.Gross));
    }
}
