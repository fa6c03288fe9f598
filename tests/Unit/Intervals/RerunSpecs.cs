using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Publications;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Production.Slots;
using static EventedPipelines.Tests.Unit.Runs.RunHistory;

namespace EventedPipelines.Tests.Unit.Intervals;

/// <summary>How far a restatement reaches by itself, and who is asked about the rest (domain.md 2.4).</summary>
public sealed class RerunSpecs
{
    static readonly DataInterval[] days = [.. DataInterval.Between(Grain.Day, new(2026, 11, 1), new(2026, 11, 30))];
    static readonly LateDataPolicy two = LateDataPolicy.Default with { Reruns = 2 };

    [Fact]
    public void the_first_stale_intervals_are_rerun_up_to_the_number_of_the_policy() => MarkStaleDecision.Rerun(days[4..9], isRoot: true, days, two).ShouldBe(days[4..6]);

    [Fact]
    public void a_later_wave_reruns_only_intervals_that_are_among_the_first_after_the_root() => MarkStaleDecision.Rerun(days[1..9], isRoot: false, days, two).ShouldBe([days[1]]);

    static readonly Interval interval = ((object[])
    [
        new GenerationOpened(TheInterval, "aggregate-profit", "profit", Day, 1, RunCause.Schedule, null, "scheduler", 1, Now, "x@1"),
        new Published(TheInterval, 1, TheRun, Completeness.Complete, null, [], [], [], Now, "x@1"),
    ]).Aggregate(default(Interval), Interval.Fold)!;

    static IReadOnlyList<NotificationQueued> Asked(params DataInterval[] left) => new StaleNotice(
        "aggregate-profit", "profit", new(Day, 2), left, false, new([], ["amara", "bruno"], NotificationPolicy.Default)).To(interval, Now);

    [Fact]
    public void the_owners_are_asked_about_the_stale_intervals_that_are_left()
    {
        var asked = Asked(days[22..25]);
        asked.Select(notification => notification.Recipient).ShouldBe(["amara", "bruno"]);
        asked[0].Title.ShouldBe("[profit] aggregate-profit: 3 later intervals stale");
        asked[0].Text.ShouldContain("2026-11-23 to 2026-11-25");
        asked[0].Because.ShouldBe(EventRef.Of(TheInterval, 2));
    }

    [Fact]
    public void the_owners_are_asked_about_one_stale_interval_as_well_and_about_none_not_at_all()
    {
        Asked(days[22])[0].Title.ShouldBe("[profit] aggregate-profit: 1 later interval stale");
        Asked().ShouldBeEmpty();
    }

    [Fact]
    public void a_range_of_data_intervals_has_both_its_ends() => new DataIntervalRange(days[0], days[2]).DataIntervals.ShouldBe(days[..3]);

    [Fact]
    public void a_day_is_in_the_interval_that_it_is_a_day_of()
    {
        var month = DataInterval.Parse("2026-11");
        new DateOnly[] { new(2026, 10, 31), new(2026, 11, 1), new(2026, 11, 30), new(2026, 12, 1) }.Select(month.Contains).ShouldBe([false, true, true, false]);
    }

    static SourceFound Found(string source, int generation) => new(TheInterval, generation, source, [], Now);

    [Fact]
    public void how_a_source_was_found_is_put_down_once_a_generation()
    {
        SeeSourcesDecision.Decide(new([Found("orders", 1), Found("visits", 2)]), interval).Events.Cast<SourceFound>().Select(found => found.Source).ShouldBe(["orders"]);
        SeeSourcesDecision.Decide(new([Found("orders", 1), Found("visits", 1)]), Interval.Fold(interval, Found("orders", 1))!).Events.Cast<SourceFound>().Select(found => found.Source)
            .ShouldBe(["visits"]);
    }
}
