using EventedPipelines.Domain.Checks;
using EventedPipelines.Domain.Pipelines;
using EventedPipelines.Workers.Pipelines;

namespace EventedPipelines.Tests.Unit.Pipelines;

public sealed class ShippedWorkspaceSpecs
{
    static readonly PipelineDefinition Profit = Load().Pipeline("aggregate-profit");

    [Fact]
    public void it_loads_without_problems() => Load().Areas.Select(area => area.Id).ShouldBe(["profit"]);

    [Fact]
    public void every_money_column_is_a_decimal_of_four_places() =>
        Profit.Models.Single().Target!.Columns
            .Where(column => column.Name is not "day" and not "product_category")
            .ShouldAllBe(column => column.Type == "decimal(19,4)");

    [Fact]
    public void revenue_cost_and_each_class_of_expenses_reconcile() =>
        Profit.OutputChecks.Where(check => check.Kind is CheckKind.Reconciliation).Select(check => check.Id).ShouldBe(
        [
            "revenue-reconciles",
            "product-cost-reconciles",
            "operational-expenses-reconcile",
            "marketing-expenses-reconcile",
            "labor-expenses-reconcile",
            "expenses-reconcile",
        ]);

    [Fact]
    public void gross_and_net_profit_are_published_in_total_and_per_category() =>
        Profit.Metrics.Select(metric => (metric.Id, metric.By.Single())).ShouldBe([("gross_profit", "product_category"), ("net_profit", "product_category")]);

    internal static Workspace Load() => WorkspaceLoader.Load(Repository.Folder("workspace")).ShouldBeOfType<WorkspaceLoaded>().Workspace;
}
