using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Tests.Unit.Pipelines;

/// <summary>Which intervals of another pipeline an interval reads, by the grains of both and the model's window (domain.md 2.4).</summary>
public sealed class UpstreamReadSpecs
{
    static UpstreamRead Read(string interval, Grain reader, Grain target, Grain pipeline, string window = "interval")
    {
        var model = new ModelDefinition("m", reader, "select * from t", null, new Dictionary<string, Window> { ["t"] = Window.Parse(window) });
        var definition = new PipelineDefinition("b", "x", Audience.Investors, DataInterval.Parse(interval).Grain, "UTC", [], [model], [], [])
        {
            Upstream = [new("t", "a", "of_a", target, pipeline, [])],
        };
        return definition.UpstreamReadsIn(DataInterval.Parse(interval)).Single();
    }

    static string[] Own(UpstreamRead read) => [.. read.Own.Select(interval => interval.ToString())];

    [Fact]
    public void a_day_reads_the_same_day() => Own(Read("2026-11-21", Grain.Day, Grain.Day, Grain.Day)).ShouldBe(["2026-11-21"]);

    [Fact]
    public void a_month_reads_all_its_days()
    {
        var own = Own(Read("2026-11", Grain.Month, Grain.Day, Grain.Day));
        (own.Length, own[0], own[^1]).ShouldBe((30, "2026-11-01", "2026-11-30"));
    }

    [Fact]
    public void a_model_by_the_month_reads_all_days_of_the_month_that_its_day_closes() => Own(Read("2026-11-30", Grain.Month, Grain.Day, Grain.Day)).Length.ShouldBe(30);

    [Fact]
    public void a_month_that_a_pipeline_by_the_day_publishes_is_that_of_the_day_which_closes_it()
    {
        Own(Read("2026-11", Grain.Month, Grain.Month, Grain.Day)).ShouldBe(["2026-11-30"]);
        Own(Read("2026-11", Grain.Month, Grain.Month, Grain.Month)).ShouldBe(["2026-11"]);
        Read("2026-11", Grain.Month, Grain.Month, Grain.Day).Reaches(DataInterval.Parse("2026-11-29")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("2026-11-15", "2026-10", true)]
    [InlineData("2026-11-15", "2026-11", false)]
    [InlineData("2026-11-15", "2026-09", false)]
    [InlineData("2026-11-30", "2026-11", true)]
    [InlineData("2026-11-30", "2026-10", false)]
    public void the_last_month_of_a_day_is_the_last_one_that_has_closed(string day, string month, bool isRead)
    {
        var read = Read(day, Grain.Day, Grain.Month, Grain.Month, "trailing(P1M)");
        read.Reaches(DataInterval.Parse(month)).ShouldBe(isRead);
        Own(read).ShouldBe(day == "2026-11-30" ? ["2026-11"] : [], "For a month that is over it does not wait.");
    }

    [Fact]
    public void a_window_reaches_back_and_only_the_interval_itself_is_waited_for()
    {
        var read = Read("2026-11-21", Grain.Day, Grain.Day, Grain.Day, "trailing(P3D)");
        Own(read).ShouldBe(["2026-11-21"]);
        new[] { "2026-11-18", "2026-11-19", "2026-11-22" }.Select(day => read.Reaches(DataInterval.Parse(day))).ShouldBe([false, true, false]);
        Read("2026-11-21", Grain.Day, Grain.Day, Grain.Day, "history").Reaches(DataInterval.Parse("1999-01-01")).ShouldBeTrue();
    }

    [Fact]
    public void an_interval_reads_only_what_a_model_of_it_names()
    {
        var model = new ModelDefinition("m", Grain.Month, "select * from t", null);
        var definition = new PipelineDefinition("b", "x", Audience.Investors, Grain.Day, "UTC", [], [model], [], [])
        {
            Upstream = [new("t", "a", "of_a", Grain.Day, Grain.Day, [])],
        };
        definition.TakesTurnIn(DataInterval.Parse("2026-11-29")).ShouldBeFalse();
        definition.ReadsUpstream(DataInterval.Parse("2026-11-30"), "a", DataInterval.Parse("2026-11-03"), ["of_a"]).ShouldBeTrue();
        definition.ReadsUpstream(DataInterval.Parse("2026-11-30"), "a", DataInterval.Parse("2026-11-03"), ["other"]).ShouldBeFalse();
        definition.ReadsUpstream(DataInterval.Parse("2026-11-30"), "z", DataInterval.Parse("2026-11-03"), ["of_a"]).ShouldBeFalse();
    }
}
