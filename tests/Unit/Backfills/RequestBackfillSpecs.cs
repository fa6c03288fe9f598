using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Backfills;

namespace EventedPipelines.Tests.Unit.Backfills;

public sealed class RequestBackfillSpecs
{
    static readonly DateTimeOffset now = new(2026, 11, 25, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void a_backfill_names_each_interval_that_its_days_touch() =>
        Requested("2026-10-31", "2026-11-01", Grain.Day, Grain.Month).OfType<BackfillRequested>().Single().Items.Select(item => item.Interval.ToString())
            .ShouldBe(["2026-10-31", "2026-11-01", "2026-10", "2026-11"]);

    [Fact]
    public void a_backfill_of_more_intervals_than_it_may_hold_is_refused()
    {
        Requested("2000-01-01", "2013-01-01", Grain.Day).Rejection.ShouldBeNull();
        Requested("2000-01-01", "2014-01-01", Grain.Day).Rejection.ShouldNotBeNull().Reason.ShouldStartWith("5115 intervals");
    }

    static Decision Requested(string from, string to, params Grain[] grains) => RequestBackfillDecision.Decide(
        new(Guid.Empty, DataInterval.Parse(from).First, DataInterval.Parse(to).First, Reprocess.All, null, "ada", false),
        grains.Select(grain => new PipelineDefinition("p", "a", Audience.Investors, grain, "UTC", [], [], [], [])), now);
}
