using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Catalog.Metrics;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Tests.Unit.Pipelines;

/// <summary>What a pipeline's checks look at, and how far back its models and checks read (domain.md 1.4, 2.4, 2.7).</summary>
public sealed class WhatAPipelineReadsSpecs
{
    static readonly DataInterval saturday = DataInterval.Parse("2026-11-21");
    static readonly SourceDefinition orders = new("orders", "orders-{date:yyyy-MM-dd}.csv", null, new(), new("orders", 1, [], [], null));
    static readonly SourceDefinition costs = orders with { Id = "costs", Path = "costs-{date:yyyy-MM-dd}.csv" };

    static PipelineDefinition Pipeline(Grain grain, params ModelDefinition[] models) => new("unit-profit", "profit", Audience.Experiments, grain, "UTC", [orders, costs], models, [], []);

    static ModelDefinition Model(string id, string sql = "select * from orders", Grain grain = Grain.Day, params (string Relation, string Window)[] reads) =>
        new(id, grain, sql, null, reads.ToDictionary(read => read.Relation, read => Window.Parse(read.Window)));

    static CheckDefinition Check(string target, string? history = null) => new($"of-{target}", 1, CheckKind.Anomaly, target, [], CheckSeverity.Warn, CheckAction.Continue)
    {
        History = history is null ? null : Window.Parse(history),
    };

    [Fact]
    public void a_check_of_a_source_is_one_of_the_inputs_and_one_of_a_model_is_of_the_outputs()
    {
        var definition = Pipeline(Grain.Day, Model("daily")) with { Checks = [Check("orders"), Check("daily")] };
        definition.InputChecks.ShouldHaveSingleItem().Target.ShouldBe("orders");
        definition.OutputChecks.ShouldHaveSingleItem().Target.ShouldBe("daily");
    }

    [Fact]
    public void a_source_is_needed_where_a_column_of_any_model_cannot_be_without_it()
    {
        var spent = Model("spent") with { Target = new("spent", [new Column("amount", "decimal(19,4)", Needs: ["costs"])], []) };
        var definition = Pipeline(Grain.Day, Model("daily"), spent);
        (definition.IsNeeded("costs"), definition.IsNeeded("orders")).ShouldBe((true, false));
        definition.Source("costs").Path.ShouldBe(costs.Path);
    }

    [Fact]
    public void one_model_that_reads_beyond_the_interval_is_enough_to_wait_for_earlier_ones()
    {
        var definition = Pipeline(Grain.Day, Model("daily"), Model("weekly", reads: ("orders", "trailing(P7D)")));
        (definition.ReadsEarlier, definition.ReadsEarlierIn(saturday)).ShouldBe((true, true));
    }

    [Fact]
    public void a_check_that_compares_its_model_with_its_history_is_enough_to_wait_for_earlier_ones()
    {
        var definition = Pipeline(Grain.Day, Model("daily"), Model("other")) with { Checks = [Check("other"), Check("daily", "trailing(P28D)")] };
        (definition.ReadsEarlier, definition.ReadsEarlierIn(saturday)).ShouldBe((true, true));
        definition.ReadsFrom(saturday).ShouldBe(new(2026, 10, 25));
        definition.ComputesFrom(saturday).ShouldBe(saturday.First, "Its numbers are made of the day all the same.");

        var without = definition with { Checks = [Check("other"), Check("daily")] };
        (without.ReadsEarlier, without.ReadsEarlierIn(saturday), without.ReadsFrom(saturday)).ShouldBe((false, false, saturday.First));
    }

    [Fact]
    public void a_model_by_the_month_reads_earlier_days_in_the_run_that_closes_the_month_alone()
    {
        var definition = Pipeline(Grain.Day, Model("daily"), Model("monthly", grain: Grain.Month));
        definition.ReadsEarlier.ShouldBeTrue();
        (definition.ReadsEarlierIn(saturday), definition.ReadsEarlierIn(DataInterval.Parse("2026-11-30"))).ShouldBe((false, true));
    }

    [Fact]
    public void a_model_reads_itself_only_where_it_says_how_far_back()
    {
        var alone = Pipeline(Grain.Day, Model("orders_so_far", "select count(*) as orders_so_far from orders"));
        alone.ReadsOf(alone.Models[0]).ShouldBe(["orders"], "A column may bear the model's name.");
        var itself = Pipeline(Grain.Day, Model("total", "select * from orders, total", Grain.Day, ("total", "history")));
        itself.ReadsOf(itself.Models[0]).ShouldBe(["orders", "total"]);
    }

    [Fact]
    public void an_earlier_month_is_read_where_a_window_reaches_its_last_days()
    {
        var definition = Pipeline(Grain.Month, Model("monthly", grain: Grain.Month), Model("recent", "select * from costs", Grain.Month, ("costs", "trailing(P40D)")));
        bool Reads(string earlier) => definition.Reads(DataInterval.Parse("2026-11"), DataInterval.Parse(earlier), ["costs"]);
        (Reads("2026-10"), Reads("2026-09")).ShouldBe((true, false));
    }

    [Fact]
    public void a_number_by_day_and_by_month_is_one_metric_of_two_grains()
    {
        MetricDefinition Profit(Grain grain, string unit = "USD") => new("net_profit", "daily", "sum(net)", "day", grain, unit, []);
        var before = Pipeline(Grain.Day, Model("daily")) with { Metrics = [Profit(Grain.Day), Profit(Grain.Month)] };
        IEnumerable<string> Paths(params MetricDefinition[] after) => DefinitionChanges.Between(before, before with { Metrics = after }).Select(change => change.Path);
        Paths(Profit(Grain.Day, "EUR"), Profit(Grain.Month)).ShouldBe(["metrics[net_profit, day].unit"]);
        Paths(Profit(Grain.Day), Profit(Grain.Month, "EUR")).ShouldBe(["metrics[net_profit, month].unit"]);
    }
}
