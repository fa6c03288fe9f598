using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Production.Slots;
using static EventedPipelines.Tests.Unit.Runs.RunHistory;

namespace EventedPipelines.Tests.Unit.Intervals;

public sealed class MarkStaleSpecs
{
    static readonly DataInterval earlier = Day.Previous;

    static readonly Interval published = ((object[])
    [
        new GenerationOpened(TheInterval, "aggregate-profit", "profit", Day, 1, RunCause.Schedule, null, "scheduler", 1, Now, "x@1"),
        new Published(TheInterval, 1, TheRun, Completeness.Complete, null, [], [], [], Now, "x@1"),
    ]).Aggregate(default(Interval), Interval.Fold)!;

    static readonly Run reader = ((object[])[Started, new TurnTaken(TheRun, [new(new(earlier, earlier), 1)], [], Now)]).Aggregate(default(Run), Run.Fold)!;

    static PipelineDefinition Reads(string window) => new("aggregate-profit", "profit", Audience.Investors, Grain.Day, "UTC", [],
        [new("daily", Grain.Day, "select * from orders", null, new Dictionary<string, Window> { ["orders"] = Window.Parse(window) })], [], []);

    static MarkedStale? Decide(string window = "trailing(P7D)", int generation = 2, string changed = "orders", Interval? later = null, DataInterval? of = null) =>
        MarkStaleDecision.Decide(new(new(of ?? earlier, generation, [changed]), "x@9"), Reads(window), later ?? published, reader, Now).OfType<MarkedStale>().SingleOrDefault();

    [Fact]
    public void an_interval_that_has_read_the_generation_before_is_stale() => Decide()!.Cause.Generation.ShouldBe(2);

    [Fact]
    public void an_interval_that_found_a_gap_where_there_are_rows_now_is_stale() => Decide(of: earlier.Previous, generation: 1).ShouldNotBeNull();

    [Fact]
    public void an_interval_that_has_read_this_generation_is_not_stale() => Decide(generation: 1).ShouldBeNull();

    [Fact]
    public void an_interval_whose_window_does_not_reach_so_far_is_not_stale() => Decide("trailing(P1D)").ShouldBeNull();

    [Fact]
    public void an_interval_that_reads_nothing_of_what_changed_is_not_stale() => Decide(changed: "visits").ShouldBeNull();

    [Fact]
    public void an_interval_whose_next_generation_has_not_published_and_may_never_is_stale() => Decide(later: published with { Generation = 2 }).ShouldNotBeNull();

    [Fact]
    public void an_interval_that_has_published_other_rows_since_is_not_stale() =>
        Decide(later: published with { Generation = 2, Publication = published.Publication! with { Generation = 2, RunId = RunId.Of("aggregate-profit", Day, 2) } }).ShouldBeNull();

    [Fact]
    public void a_stale_interval_is_so_until_it_publishes_again()
    {
        var stale = Interval.Fold(published, Decide()!)!;
        stale.Stale.ShouldHaveSingleItem().Interval.ShouldBe(earlier);
        Interval.Fold(stale, new Published(TheInterval, 2, TheRun, Completeness.Complete, null, [], [], [], Now, "x@1"))!.Stale.ShouldBeEmpty();
    }
}
