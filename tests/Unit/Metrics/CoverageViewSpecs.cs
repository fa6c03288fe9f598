using EventedPipelines.Api.Production.Metrics;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Slots;

namespace EventedPipelines.Tests.Unit.Metrics;

/// <summary>What a reader is told of the slots behind a number (domain.md 2.4a).</summary>
public sealed class CoverageViewSpecs
{
    [Theory]
    [InlineData("2026-02-01", "2026-02-02", "daily 2026-02-01, daily 2026-02-02, orders 2026-03-04")]
    [InlineData("2024-02-01", "2026-02-28", "daily 2024-02-01..2026-02-28, orders 2026-03-04")]
    public void each_missing_slot_since_the_data_begins_is_named_and_of_very_many_the_first_and_the_last(string from, string to, string named)
    {
        var coverage = Coverage.Of(
        [
            .. DataInterval.Parse("2023-01").Days.Select(day => Of("daily", DataInterval.Day(day), SlotState.BeforeBeginning)),
            .. new DataIntervalRange(DataInterval.Parse(from), DataInterval.Parse(to)).DataIntervals.Select(day => Of("daily", day, SlotState.Missing)),
            Of("orders", DataInterval.Parse("2026-03-04"), SlotState.Partial),
        ]);

        string.Join(", ", CoverageView.Of(coverage).MissingSlots).ShouldBe(named);
    }

    static (SlotState State, IReadOnlyList<Hole> Holes) Of(string relation, DataInterval slot, SlotState state) => (state, [new(relation, new(slot, slot), state, "why")]);
}
