using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Workers.Workspaces;

namespace EventedPipelines.Tests.Unit.Pipelines;

public sealed class ShippedWorkspaceSpecs
{
    static readonly PipelineDefinition profit = Load().Pipeline("aggregate-profit");

    [Fact]
    public void the_shipped_workspace_loads_without_problems() => Load().Areas.Select(area => $"{area.Id}: {string.Join(", ", area.Pipelines.Select(pipeline => pipeline.Id))}").ShouldBe(
        ["engagement: aggregate-engagement", "growth: aggregate-growth, daily-growth", "profit: aggregate-profit, unit-profit"]);

    // Their ids are part of the contract (domain.md 1.1).
    [Fact]
    public void the_shipped_workspace_publishes_the_metrics_that_others_rely_on() =>
        Load().Pipelines.SelectMany(pipeline => pipeline.Metrics).Select(metric => $"{metric.Id} by {metric.Grain}").Order(StringComparer.Ordinal).ShouldBe(
        [
            "cumulative_customers by Month", "daily_active_customers by Day", "gross_profit by Day", "gross_profit by Month", "monthly_active_customers by Day",
            "net_profit by Day", "net_profit by Month", "new_customers by Day", "new_customers by Month", "revenue_growth by Month", "weekly_active_customers by Day",
        ]);

    [Fact]
    public void every_money_column_of_the_profit_pipeline_is_a_decimal_of_four_places() =>
        profit.Models.SelectMany(model => model.Target!.Columns)
            .Where(column => column.Name is not ("day" or "days" or "month" or "product_category"))
            .ShouldAllBe(column => column.Type == "decimal(19,4)");

    [Fact]
    public void revenue_cost_and_each_class_of_expenses_reconcile() =>
        profit.OutputChecks.Where(check => check.Kind == CheckKind.Reconciliation).Select(check => check.Id).ShouldBe(
        [
            "revenue-reconciles",
            "product-cost-reconciles",
            "operational-expenses-reconcile",
            "marketing-expenses-reconcile",
            "labor-expenses-reconcile",
            "expenses-reconcile",
        ]);

    // A gap has the date fetched again (domain.md 2.7, kind 5).
    [Fact]
    public void each_source_of_the_profit_pipelines_is_looked_through_for_gaps() =>
        Load().Areas.Single(area => area.Id == "profit").Pipelines.ShouldAllBe(pipeline =>
            pipeline.Sources.All(source => pipeline.InputChecks.Any(check => check.Kind == CheckKind.Completeness && check.Target == source.Id && check.Action == CheckAction.Partial)));

    [Fact]
    public void the_orders_that_are_set_apart_are_the_same_for_all_pipelines_that_read_them()
    {
        var readers = Load().Pipelines.Where(pipeline => pipeline.Sources.Any(source => source.Id == "orders")).ToList();

        readers.Count.ShouldBe(4);
        readers.Select(pipeline => string.Join(", ", pipeline.InputChecks.Where(check => check.Target == "orders").Select(check => check.Id))).Distinct()
            .ShouldBe(["orders-schema, orders-duplicates, orders-kinds, orders-days"]);
    }

    [Fact]
    public void gross_and_net_profit_are_published_in_total_and_per_category() =>
        profit.Metrics.Where(metric => metric.Grain is Grain.Day).Select(metric => (metric.Id, metric.By.Single()))
            .ShouldBe([("gross_profit", "product_category"), ("net_profit", "product_category")]);

    [Fact]
    public void the_shipped_workspace_has_ten_holidays_with_their_keys_in_each_of_four_years()
    {
        var holidays = Load().Team!.Calendar.Holidays;

        holidays.GroupBy(holiday => holiday.Date.Year).Select(year => (year.Key, year.Count())).ShouldBe([(2025, 10), (2026, 10), (2027, 10), (2028, 10)]);
        holidays.GroupBy(holiday => holiday.Key).Select(years => $"{years.Key} {years.Count()}").Order(StringComparer.Ordinal).ShouldBe(
        [
            "ascension 4", "boxing-day 4", "christmas-day 4", "christmas-eve 4", "easter-monday 4", "good-friday 4", "labour-day 4", "new-year 4", "unity-day 4", "whit-monday 4",
        ]);
        holidays.Where(holiday => holiday.Key == "good-friday").ShouldAllBe(holiday => holiday.Date.DayOfWeek == DayOfWeek.Friday);
        holidays.Where(holiday => holiday.Key == "ascension").ShouldAllBe(holiday => holiday.Date.DayOfWeek == DayOfWeek.Thursday);
    }

    [Fact]
    public void every_engineer_of_the_shipped_workspace_takes_turns() => Load().Team!.Rotation!.Order.ShouldBe(Load().Team!.Engineers.Select(engineer => engineer.Id), ignoreOrder: true);

    [Fact]
    public void the_shipped_workspace_loads_without_warnings() => Load().Warnings.ShouldBeEmpty();

    internal static Workspace Load() => WorkspaceLoader.Load(Repository.Folder("workspace")).ShouldBeOfType<WorkspaceLoaded>().Workspace;
}
