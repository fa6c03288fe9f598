using EventedPipelines.Domain.Production.Schemas;
using EventedPipelines.Workers.Kernel.Kinds;
using EventedPipelines.Workers.Production.Schemas;
using EventedPipelines.Workers.Workspaces;

namespace EventedPipelines.Tests.Unit.Schemas;

/// <summary>A drift breaks those whose SQL reads the column, as the engine sees it (domain.md 7.2).</summary>
public sealed class ColumnReadersSpecs
{
    static readonly Workspace workspace = WorkspaceRefusedException.Open(Repository.Folder("workspace"));

    static async Task<IReadOnlyList<DriftReader>> OfAsync(string source, string column)
    {
        List<DriftReader> readers = [];
        foreach (var pipeline in workspace.Pipelines.Where(pipeline => pipeline.Sources.Any(read => read.Id == source)))
        {
            readers.Add(await new ColumnReaders(WorkspaceKinds.Shipped).OfAsync(pipeline, source, column, default));
        }

        return readers;
    }

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
    public async Task a_column_that_nobody_has_breaks_nothing() => (await OfAsync("orders", "colour")).ShouldAllBe(reader => !reader.Breaks && reader.Models.Count == 0);
}
