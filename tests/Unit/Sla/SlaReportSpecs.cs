using EventedPipelines.Api.Reliability.Sla;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Reliability.Sla;

namespace EventedPipelines.Tests.Unit.Sla;

public sealed class SlaReportSpecs
{
    static readonly SlaRange autumn = new(new(2026, 9, 1), new(2026, 11, 30));

    static readonly DateTimeOffset deadline = new(2026, 12, 1, 6, 0, 0, TimeSpan.Zero);

    [Fact]
    public void error_budgets_are_of_a_month_and_add_up()
    {
        // floor(0.05 x 30) twice; of 60 it would be 3.
        var (summary, _) = SlaReport.Of(autumn, [.. Month("2026-09", 30), .. Month("2026-11", 30)], [], _ => 0.95m);

        (summary.Expected, summary.AllowedMisses, summary.MissesLeft).ShouldBe((60, 2, 2));
    }

    [Fact]
    public void areas_have_sla_targets_of_their_own()
    {
        var (summary, areas) = SlaReport.Of(autumn, [.. Month("2026-11", 30), .. Month("2026-11", 30, "growth")], [], area => area == "growth" ? 0.9m : 0.95m);

        areas.Select(area => (area.Area, area.Target, area.Summary.AllowedMisses)).ShouldBe([("growth", 0.9m, 3), ("profit", 0.95m, 1)]);
        summary.AllowedMisses.ShouldBe(4);
    }

    [Fact]
    public void a_corrected_miss_is_not_expected_in_the_corrected_counts()
    {
        Promise[] month = [.. Month("2026-11", 19), Of("profit", "2026-11-20", PromiseState.Missed) with { Correction = new("x", "ada", "cfo", deadline) }];

        var summary = SlaReport.Of(autumn, month, [], _ => 0.95m).Summary;

        (summary.Expected, summary.Missed, summary.Compliance, summary.MissesLeft).ShouldBe((20, 1, 0.95m, 0));
        (summary.Corrected.Expected, summary.Corrected.Missed, summary.Corrected.Compliance).ShouldBe((19, 0, 1m));
    }

    [Fact]
    public void an_error_budget_is_over_all_that_the_month_still_expects()
    {
        PromiseToCome[] toCome = [.. Enumerable.Range(4, 27).Select(day => new PromiseToCome("profit", DataInterval.Parse($"2026-11-{day:00}"))), new("profit", DataInterval.Parse("2026-11"), "ledger")];
        Promise[] armed = [.. Month("2026-11", 2), Of("profit", "2026-11-03", PromiseState.Missed)];

        var (summary, areas) = SlaReport.Of(new(new(2026, 11, 1), new(2026, 11, 30)), armed, toCome, _ => 0.95m);
        (summary.Expected, summary.Met, summary.Missed, summary.AllowedMisses, summary.MissesLeft).ShouldBe((31, 2, 1, 1, 0));
        (summary.Compliance, summary.AfterOneMoreMiss).ShouldBe((0.6667m, 0.5m), "Shares are of what was judged.");
        areas.ShouldHaveSingleItem().Summary.MissesLeft.ShouldBe(0);

        // Of some of its days the counts are those days', the budget is the month's.
        var ofTwoDays = SlaReport.Of(new(new(2026, 11, 3), new(2026, 11, 4)), armed, [.. toCome.Take(27)], _ => 0.95m).Summary;
        (ofTwoDays.Expected, ofTwoDays.Missed, ofTwoDays.AllowedMisses, ofTwoDays.MissesLeft).ShouldBe((2, 1, 1, 0));
    }

    [Fact]
    public void a_correction_leaves_the_corrected_error_budget_over_the_month_without_the_miss()
    {
        PromiseToCome[] toCome = [.. Enumerable.Range(2, 20).Select(day => new PromiseToCome("profit", DataInterval.Parse($"2026-11-{day:00}")))];
        Promise[] armed = [Of("profit", "2026-11-01", PromiseState.Missed) with { Correction = new("x", "ada", "cfo", deadline) }];

        var summary = SlaReport.Of(autumn, armed, toCome, _ => 0.95m).Summary;
        (summary.Expected, summary.AllowedMisses, summary.MissesLeft).ShouldBe((21, 1, 0));
        (summary.Corrected.Expected, summary.Corrected.AllowedMisses, summary.Corrected.MissesLeft).ShouldBe((20, 1, 1));
    }

    [Fact]
    public void an_sla_report_without_promises_has_no_areas_and_no_compliance()
    {
        var (summary, areas) = SlaReport.Of(autumn, [], [], _ => 0.95m);

        areas.ShouldBeEmpty();
        (summary.Expected, summary.Compliance, summary.AfterOneMoreMiss).ShouldBe((0, null, null));
    }

    [Theory]
    [InlineData(PromiseState.Missed, 7, "01:00:00")]
    [InlineData(PromiseState.Partial, 7, "01:00:00")]
    [InlineData(PromiseState.Met, 7, null)]
    [InlineData(PromiseState.Missed, null, null)]
    public void only_a_promise_that_was_not_met_and_whose_numbers_have_come_is_late_by_something(PromiseState state, int? deliveredAt, string? lateBy) =>
        PromiseView.Of(Of("profit", "2026-11-30", state) with { DeliveredAt = deliveredAt is { } hour ? deadline.AddHours(hour - 6) : null }).LateBy?.ToString().ShouldBe(lateBy);

    [Theory]
    [InlineData(null, null, "2026-11-01", "2026-11-30")]
    [InlineData("2026-10-05", null, "2026-10-05", "2026-10-31")]
    [InlineData(null, "2026-09-20", "2026-09-01", "2026-09-20")]
    public void a_range_of_an_sla_report_is_filled_up_to_a_month(string? from, string? to, string first, string last) =>
        SlaRange.Of(Day(from), Day(to), new(2026, 11, 25)).ShouldBe(new(Day(first)!.Value, Day(last)!.Value));

    [Theory]
    [InlineData("2026-12-01", "2026-11-01", "2026-11-30")]
    [InlineData("2026-12-02", "2026-12-01", "2026-12-31")]
    [InlineData("2028-03-01", "2028-02-01", "2028-02-29")]
    public void an_sla_report_on_the_first_of_a_month_is_of_the_month_that_closed(string today, string first, string last) =>
        SlaRange.Of(null, null, Day(today)!.Value).ShouldBe(new(Day(first)!.Value, Day(last)!.Value));

    [Theory]
    [InlineData("2026-11", "2026-11-30", "2026-11-30", true)]
    [InlineData("2026-11", "2026-12-01", "2026-12-01", false)]
    [InlineData("2026-11-30", "2026-11-30", "2026-12-05", true)]
    [InlineData("2026-11-30", "2026-12-01", "2026-12-05", false)]
    [InlineData("2026-12", "2026-11-01", "2026-11-30", false)]
    public void the_promise_of_a_month_is_asked_about_with_each_of_its_days(string interval, string from, string to, bool touches) =>
        new SlaRange(Day(from)!.Value, Day(to)!.Value).Touches(DataInterval.Parse(interval)).ShouldBe(touches);

    static DateOnly? Day(string? text) => text is null ? null : DateOnly.ParseExact(text, "yyyy-MM-dd");

    static IEnumerable<Promise> Month(string month, int days, string area = "profit") =>
        Enumerable.Range(1, days).Select(day => Of(area, $"{month}-{day:00}", PromiseState.Met));

    static Promise Of(string area, string interval, PromiseState state) =>
        new(Guid.Empty, area, DataInterval.Parse(interval), [], deadline.AddHours(-6), deadline, TimeSpan.Zero, null, false) { State = state };
}
