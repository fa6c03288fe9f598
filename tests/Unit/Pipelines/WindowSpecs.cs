using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Tests.Unit.Pipelines;

public sealed class WindowSpecs
{
    [Theory]
    [InlineData("interval", "2026-11-22", Grain.Day, "2026-11-22")]
    [InlineData("interval", "2026-11-30", Grain.Month, "2026-11-01")]
    [InlineData("interval", "2026-11", Grain.Month, "2026-11-01")]
    [InlineData("trailing(P1D)", "2026-11-22", Grain.Day, "2026-11-22")]
    [InlineData("trailing(P7D)", "2026-11-22", Grain.Day, "2026-11-16")]
    [InlineData("trailing(P2W)", "2026-11-22", Grain.Day, "2026-11-09")]
    [InlineData("trailing(P1M)", "2026-11-30", Grain.Month, "2026-11-01")]
    [InlineData("trailing(P2M)", "2026-11", Grain.Month, "2026-10-01")]
    [InlineData("trailing(P1Y)", "2026-12", Grain.Month, "2026-01-01")]
    public void a_window_reads_from_a_day_up_to_the_interval(string window, string interval, Grain grain, string from) =>
        Window.Parse(window).From(DataInterval.Parse(interval), grain).ShouldBe(DateOnly.Parse(from, System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void a_window_over_all_history_reads_everything() => Window.History.From(DataInterval.Parse("2026-11-22"), Grain.Day).ShouldBeNull();

    [Theory]
    [InlineData("trailing")]
    [InlineData("trailing(P0D)")]
    [InlineData("trailing(PT5H)")]
    [InlineData("History")]
    [InlineData("")]
    public void a_text_of_another_form_is_no_window(string text) => Window.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("2026-11-29", false)]
    [InlineData("2026-11-30", true)]
    [InlineData("2026-11", true)]
    public void a_model_by_the_month_runs_in_the_interval_that_closes_the_month(string interval, bool runs) =>
        new ModelDefinition("trends", Grain.Month, "select 1", null).RunsIn(DataInterval.Parse(interval)).ShouldBe(runs);
}
