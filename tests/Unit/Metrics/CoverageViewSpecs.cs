using EventedPipelines.Api.Metrics;
using EventedPipelines.Domain.Intervals;

namespace EventedPipelines.Tests.Unit.Metrics;

/// <summary>What a reader is told of the slots behind a number (domain.md 2.4a).</summary>
public sealed class CoverageViewSpecs
{
    [Fact]
    public void slots_next_to_each_other_are_named_as_one_and_those_before_the_data_are_in_nobodys_way()
    {
        var coverage = Coverage.Of(
        [
            .. Slice.Parse("2026-01").Days.Select(day => Of("daily", Slice.Day(day), SlotState.BeforeBeginning)),
            .. Slice.Parse("2026-02").Days.Select(day => Of("daily", Slice.Day(day), SlotState.Missing)),
            Of("orders", Slice.Parse("2026-03-04"), SlotState.Partial),
        ]);

        CoverageView.Of(coverage).MissingSlots.ShouldBe(["daily 2026-02-01..2026-02-28", "orders 2026-03-04"]);
    }

    static (SlotState State, IReadOnlyList<Hole> Holes) Of(string relation, Slice slot, SlotState state) => (state, [new(relation, new(slot, slot), state, "why")]);
}
