using EventedPipelines.Application.Production.Deliveries;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Deliveries;
using EventedPipelines.Domain.Production.Schemas;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Tests.Integration.Intervals;

namespace EventedPipelines.Tests.Integration.Schemas;

/// <summary>domain.md 7.2: how a source comes from the first is no drift, and each of two that are looked at before either is recorded takes itself for the first.</summary>
public sealed class when_two_deliveries_are_looked_at_at_once(PostgresServer server)
{
    static readonly DataInterval first = DataInterval.Parse("2026-03-01");
    static readonly DataInterval later = DataInterval.Parse("2026-03-03");

    static SourceDefinition Expenses => FivePipelines.Workspace.Pipelines.Single(pipeline => pipeline.Id == "aggregate-profit").Source("expenses");

    [Theory, InlineData(true), InlineData(false)]
    public async Task what_the_earlier_one_has_not_is_a_drift_of_the_later_one_whichever_is_recorded_first(bool isInOrder)
    {
        await using var system = await StillSystem.StartAsync(server, FivePipelines.Workspace, new(2026, 3, 4, 1, 0, 0, TimeSpan.Zero));
        ReceiveDelivery[] looks = [Look(first), Look(later, new DeliveredDrift(new(DriftKind.Added, "note"), "expenses-2026-03-03.csv", []))];
        foreach (var look in isInOrder ? looks : looks.Reverse())
        {
            await system.Store.DecideDeliveryAsync(
                Delivery.IdOf(Expenses, look.Period), "test", (delivery, now) => ReceiveDeliveryDecision.Decide(look, delivery, now), TimeProvider.System, default);
        }

        await using var session = system.Store.QuerySession();
        var schema = await session.LoadAsync<SourceSchema>(SourceSchema.IdOf("expenses"));
        var drift = schema.ShouldNotBeNull().Drifts.ShouldHaveSingleItem();
        (drift.Seen.Change.Column, drift.Seen.Period, drift.State).ShouldBe(("note", later, DriftState.Open));
        schema.IsGiven(1, drift.Seen.Change).ShouldBeFalse();
    }

    static ReceiveDelivery Look(DataInterval period, params DeliveredDrift[] taken) => new(
        Expenses, period, [new($"expenses-{period}.csv", $"rows {period}", $"file {period}", 1, 10, 0)], 1, $"{taken.Length} more columns", new(1, [], null, null, Simulated: false) { Taken = taken });
}
