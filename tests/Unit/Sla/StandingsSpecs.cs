using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.Runs;
using EventedPipelines.Domain.Sla;
using EventedPipelines.Projections.Sla;
using static EventedPipelines.Tests.Unit.Runs.RunHistory;

namespace EventedPipelines.Tests.Unit.Sla;

/// <summary>domain.md 4.3: an interval published with no number at all is missed, not partial.</summary>
public sealed class StandingsSpecs
{
    static readonly DateTimeOffset Deadline = Now.AddHours(3);
    static readonly Delivery Promise = Delivery.Fold(null, ArmSlaDecision.Decide(new("profit", Day, ["aggregate-profit"], Now, null, false, "schedule@2"), null, null, Now)!)!;

    static readonly object[] FallingBack =
    [
        Started with { Plan = new(["orders", "expenses"], false, ["daily", "net"], false) }, new SourceIngested(TheRun, "orders", [], 3, "f", Now),
        new FallbackBegun(TheRun, ["expenses"], ["net"], new("Without 'expenses'.", "It has not arrived.", "Amara", null), false, Deadline, "x@1"),
    ];

    static readonly Interval Unpublished = Interval.Fold(null, new GenerationOpened(TheInterval, "aggregate-profit", "profit", Day, 1, RunCause.Schedule, null, "scheduler", 1, Now, "schedule@2"))!;

    static async Task<PipelineStanding> Of(Interval interval, params object[] history)
    {
        var all = await Standings.OfAsync(Promise, _ => Task.FromResult<(Interval?, Run?)>((interval, run.Given(history).State)), _ => Task.FromResult<TimeSpan?>(null), Deadline);
        return all.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task what_is_on_its_way_is_awaited_and_no_number_yet()
    {
        var standing = await Of(Unpublished, FallingBack);
        (standing.IsPublished, standing.IsPublishing).ShouldBe((false, true));
    }

    [Fact]
    public async Task one_that_failed_on_the_way_leaves_none() =>
        (await Of(Unpublished, [.. FallingBack, new RunFailed(TheRun, "No column amount.", Broken, Deadline)])).ShouldSatisfyAllConditions(
            standing => standing.IsPublished.ShouldBeFalse(),
            standing => standing.IsPublishing.ShouldBeFalse());
}
