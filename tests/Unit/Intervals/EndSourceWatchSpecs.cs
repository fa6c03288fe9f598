using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using static EventedPipelines.Tests.Unit.Runs.RunHistory;

namespace EventedPipelines.Tests.Unit.Intervals;

/// <summary>An interval's sources are looked at for so long (domain.md 2.5).</summary>
public sealed class EndSourceWatchSpecs
{
    static readonly DecisionSpec<Interval> interval = new(Interval.Fold);

    static readonly GenerationOpened watched = new(TheInterval, "aggregate-profit", "profit", Day, 1, RunCause.Schedule, null, "scheduler", 1, Now, "x@1", Now.AddDays(45));

    [Fact]
    public void the_watch_of_an_intervals_sources_ends_when_its_time_is_over() =>
        interval.Given(watched).Deciding(state => EndSourceWatchDecision.Decide(state, Now.AddDays(45))).Then(new SourceWatchEnded(TheInterval, Now.AddDays(45)));

    [Fact]
    public void the_watch_of_an_intervals_sources_does_not_end_before_its_time_is_over() =>
        interval.Given(watched).Deciding(state => EndSourceWatchDecision.Decide(state, Now.AddDays(45).AddTicks(-1))).ThenNothing();

    [Fact]
    public void the_watch_of_an_intervals_sources_does_not_end_again() =>
        interval.Given(watched, new SourceWatchEnded(TheInterval, Now.AddDays(45))).Deciding(state => EndSourceWatchDecision.Decide(state, Now.AddDays(46))).ThenNothing();
}
