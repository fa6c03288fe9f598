using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Tests.Unit.Intervals;

public sealed class RequestRunSpecs
{
    static readonly DateTimeOffset now = new(2026, 11, 25, 23, 30, 0, TimeSpan.Zero);

    [Fact]
    public void a_closed_interval_opens_a_generation_by_hand()
    {
        var decision = RequestRunDecision.Decide(Request("2026-11-24"), Of(Grain.Day, "UTC"), null, null, now);

        decision.ShouldHaveSingleItem().ShouldBeOfType<GenerationOpened>().ShouldSatisfyAllConditions(
            opened => (opened.Pipeline, opened.Interval, opened.Cause, opened.Reason, opened.Actor, opened.Because)
                .ShouldBe(("p", DataInterval.Parse("2026-11-24"), RunCause.Manual, "why", "ada", $"{Pipeline.IdOf("p")}@4")));
        decision.With<Run>().ShouldHaveSingleItem().ShouldBeOfType<RunStarted>().Simulated.ShouldBeTrue();
    }

    [Fact]
    public void the_run_records_the_policies_in_force() =>
        RequestRunDecision.Decide(Request("2026-11-24") with { PolicyVersion = 5 }, Of(Grain.Day, "UTC"), null, null, now).With<Run>().ShouldHaveSingleItem().ShouldBeOfType<RunStarted>()
            .PolicyVersion.ShouldBe(5);

    [Fact]
    public void an_interval_can_run_from_the_instant_on_at_which_it_closes() =>
        RequestRunDecision.Decide(Request("2026-11-24"), Of(Grain.Day, "UTC"), null, null, new(2026, 11, 25, 0, 0, 0, TimeSpan.Zero)).Rejection.ShouldBeNull();

    [Fact]
    public void an_open_interval_has_nothing_to_run_on() =>
        RequestRunDecision.Decide(Request("2026-11-25"), Of(Grain.Day, "UTC"), null, null, now).Rejection!.Reason.ShouldBe("2026-11-25 closes at 2026-11-26T00:00:00Z. It can run from then on.");

    [Fact]
    public void the_pipelines_zone_says_when_an_interval_closes() => RequestRunDecision.Decide(Request("2026-11-25"), Of(Grain.Day, "Europe/Berlin"), null, null, now).Rejection.ShouldBeNull();

    [Theory]
    [InlineData(Grain.Day, "2026-11-24", null)]
    [InlineData(Grain.Month, "2026-11", null)]
    [InlineData(Grain.Day, "2026-11", "'p' runs by the day: name a day, such as 2026-11-01.")]
    [InlineData(Grain.Month, "2026-11-24", "'p' runs by the month: name a month, such as 2026-11.")]
    public void an_interval_of_another_grain_is_none_of_the_pipelines(Grain grain, string interval, string? reason) =>
        RequestRunDecision.Mismatch(DataInterval.Parse(interval), Of(grain, "UTC").Definition)?.Reason.ShouldBe(reason);

    static RequestRun Request(string interval) => new(DataInterval.Parse(interval), Rerun: true, "why", "ada", Simulated: true);

    static Pipeline Of(Grain grain, string zone) => new(Pipeline.IdOf("p"), 4, 4, "hash", new("p", "profit", Audience.Investors, grain, zone, [], [], [], []));
}
