using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Metrics;

namespace EventedPipelines.Tests.Integration.Http;

/// <summary>Small pipelines to ask about.</summary>
public static class Definitions
{
    public static PipelineDefinition Daily(string id, string area) => Of(id, area, Grain.Day);

    public static PipelineDefinition Monthly(string id, string area) => Of(id, area, Grain.Month);

    public static MetricPoint Point(string metric, string period, decimal value, string? category = null) => new(
        metric, category is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["category"] = category }, DataInterval.Parse(period), value, "USD");

    static PipelineDefinition Of(string id, string area, Grain grain) => new(
        id, area, Audience.Investors, grain, "UTC",
        [new("orders", "orders/{date:yyyy-MM-dd}.csv", null, new(), new("orders", 1, [new("order_id", "bigint", false)], ["order_id"], null))],
        [new("order_profit", grain, "select * from orders", new("order_profit", [new("order_id", "bigint", false)], ["order_id"]))],
        [
            new("orders_not_null", 1, CheckKind.NotNull, "orders", ["order_id"], CheckSeverity.Warn, CheckAction.Quarantine),
            new("orders_reconcile", 1, CheckKind.Reconciliation, "orders", [], CheckSeverity.Error, CheckAction.Block),
        ],
        [new("gross_profit", "order_profit", "sum(x)", "day", grain, "USD", []), new("net_profit", "order_profit", "sum(y)", "day", grain, "USD", [])]);
}
