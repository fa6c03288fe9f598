using EventedPipelines.Api.Sla;
using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.Sla;

namespace EventedPipelines.Tests.Unit.Sla;

public sealed class SlaReportSpecs
{
    static readonly DateTimeOffset deadline = new(2026, 12, 1, 6, 0, 0, TimeSpan.Zero);

    [Fact]
    public void budgets_are_of_a_month_and_add_up()
    {
        // floor(0.05 x 30) twice; of 60 it would be 3.
        var (summary, _) = SlaReport.Of([.. Month("2026-09", 30), .. Month("2026-11", 30)], _ => 0.95m);

        (summary.Expected, summary.AllowedMisses, summary.MissesLeft).ShouldBe((60, 2, 2));
    }

    [Fact]
    public void areas_have_targets_of_their_own()
    {
        var (summary, areas) = SlaReport.Of([.. Month("2026-11", 30), .. Month("2026-11", 30, "growth")], area => area == "growth" ? 0.9m : 0.95m);

        areas.Select(area => (area.Area, area.Target, area.Summary.AllowedMisses)).ShouldBe([("growth", 0.9m, 3), ("profit", 0.95m, 1)]);
        summary.AllowedMisses.ShouldBe(4);
    }

    [Fact]
    public void what_was_corrected_is_not_expected_in_the_corrected_counts()
    {
        Delivery[] month = [.. Month("2026-11", 19), Of("profit", "2026-11-20", DeliveryState.Missed) with { Correction = new("x", "ada", "cfo", deadline) }];

        var summary = SlaReport.Of(month, _ => 0.95m).Summary;

        (summary.Expected, summary.Missed, summary.Compliance, summary.MissesLeft).ShouldBe((20, 1, 0.95m, 0));
        (summary.Corrected.Expected, summary.Corrected.Missed, summary.Corrected.Compliance).ShouldBe((19, 0, 1m));
    }

    [Fact]
    public void of_nothing_nothing_is_said()
    {
        var (summary, areas) = SlaReport.Of([], _ => 0.95m);

        areas.ShouldBeEmpty();
        (summary.Expected, summary.Compliance, summary.AfterOneMoreMiss).ShouldBe((0, null, null));
    }

    [Theory]
    [InlineData(DeliveryState.Missed, 7, "01:00:00")]
    [InlineData(DeliveryState.Partial, 7, "01:00:00")]
    [InlineData(DeliveryState.Met, 7, null)]
    [InlineData(DeliveryState.Missed, null, null)]
    public void only_what_was_not_met_and_has_come_is_late_by_something(DeliveryState state, int? deliveredAt, string? lateBy) =>
        DeliveryView.Of(Of("profit", "2026-11-30", state) with { DeliveredAt = deliveredAt is { } hour ? deadline.AddHours(hour - 6) : null }).LateBy?.ToString().ShouldBe(lateBy);

    [Theory]
    [InlineData(null, null, "2026-11-01", "2026-11-30")]
    [InlineData("2026-10-05", null, "2026-10-05", "2026-10-31")]
    [InlineData(null, "2026-09-20", "2026-09-01", "2026-09-20")]
    public void a_range_is_filled_up_to_a_month(string? from, string? to, string first, string last) =>
        SlaRange.Of(Day(from), Day(to), new(2026, 11, 25)).ShouldBe(new(Day(first)!.Value, Day(last)!.Value));

    static DateOnly? Day(string? text) => text is null ? null : DateOnly.ParseExact(text, "yyyy-MM-dd");

    static IEnumerable<Delivery> Month(string month, int days, string area = "profit") =>
        Enumerable.Range(1, days).Select(day => Of(area, $"{month}-{day:00}", DeliveryState.Met));

    static Delivery Of(string area, string interval, DeliveryState state) =>
        new(Guid.Empty, area, Slice.Parse(interval), [], deadline.AddHours(-6), deadline, TimeSpan.Zero, null, false) { State = state };
}
