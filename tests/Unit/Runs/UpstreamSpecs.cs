using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Publications;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Production.Slots;
using static EventedPipelines.Tests.Unit.Runs.RunHistory;

namespace EventedPipelines.Tests.Unit.Runs;

/// <summary>A run that reads another pipeline waits for it, pins what it reads of it and inherits what it lacks (domain.md 2.4, 2.4a, 4.2).</summary>
public sealed class UpstreamSpecs
{
    static readonly Hole noOrders = new("orders", new(Day, Day), SlotState.Missing, Hole.Missing);

    static PipelineDefinition Reader(string window = "interval", Audience audience = Audience.Investors) => new("aggregate-profit", "profit", audience, Grain.Day, "UTC", [],
        [new("margin", Grain.Day, "select * from sold", new("margin", [], []), new Dictionary<string, Window> { ["sold"] = Window.Parse(window) })], [], [])
    {
        Upstream = [new("sold", "sales", "daily", Grain.Day, Grain.Day, [])],
    };

    static RunStarted Begun(Audience audience = Audience.Investors) => Started with
    {
        Plan = RunPlan.Of(Reader(), Day),
        Deadline = new(Now.AddHours(6), TimeSpan.FromMinutes(2), FallsBack: audience is Audience.Investors),
    };

    static InForce Published(DataInterval interval, SlotState state = SlotState.Complete, int generation = 1) => new(interval, generation, 2)
    {
        Relations = new Dictionary<string, RelationStanding> { ["daily"] = new(state, state is SlotState.Complete ? [] : [noOrders]) },
    };

    static UpstreamPublications Sales(params InForce[] inForce) => new("sales", inForce, inForce is [var first, ..] ? first.Interval : null);

    static TakeTurn Turn(PipelineDefinition definition, UpstreamPublications sales) => new([], null, null) { Upstream = [sales], Definition = definition };

    static DecisionSpec<Run>.Outcome Look(PipelineDefinition definition, UpstreamPublications sales, params object[] history) =>
        run.Given([Begun(definition.Audience), .. history]).Deciding(state => TakeTurnDecision.Decide(Turn(definition, sales), state, Now));

    static UpstreamAwaited Awaited(bool goesWithout = false) => new(TheRun, [new("sold", "sales", [new(Day, Day)], true)], Now) { GoesWithout = goesWithout };

    [Fact]
    public void a_run_waits_for_what_the_other_pipeline_has_not_published_of_its_interval()
    {
        var waiting = Look(Reader(), Sales());
        waiting.ThenOne<UpstreamAwaited>().Awaits.ShouldHaveSingleItem().ToString().ShouldBe("sales 2026-11-21");
        (waiting.After.WaitsForUpstream, waiting.After.IsUnderWay, waiting.After.AwaitedOfOthers).ShouldBe((true, false, "sales 2026-11-21"));
        RunWork.Pending(waiting.After).First(work => work.Kind == WorkKind.Turn).Due.ShouldBe(Now, "It looks once more, so that no publication comes in between unseen.");
    }

    [Fact]
    public void a_run_that_has_said_what_it_waits_for_does_not_say_it_again() => Look(Reader(), Sales(), Awaited()).ThenNothing();

    [Fact]
    public void a_run_pins_what_it_reads_and_goes_on()
    {
        var taken = Look(Reader("trailing(P3D)"), Sales(Published(Day.Back(2)), Published(Day.Previous), Published(Day, generation: 4)), Awaited());
        taken.ThenOne<TurnTaken>().Upstream!.ShouldHaveSingleItem().Reads.Select(pinned => $"{pinned.Range}@{pinned.Generation}").ShouldBe(["2026-11-19..2026-11-20@1", "2026-11-21@4"]);
        (taken.After.PinnedGenerationOf("sales", Day), taken.After.Awaits.Count).ShouldBe((4, 0));
        taken.After.OpenSteps.ShouldBe([Step.Transform("margin")]);
    }

    [Fact]
    public void an_earlier_interval_is_waited_for_only_while_it_is_computed()
    {
        var gap = Sales(Published(Day.Back(2)), Published(Day));
        Look(Reader("trailing(P3D)"), gap).ThenOne<TurnTaken>();
        Look(Reader("trailing(P3D)"), gap with { UnderWay = [Day.Previous] }).ThenOne<UpstreamAwaited>().Awaits.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            awaited => awaited.ToString().ShouldBe("sales 2026-11-20"), awaited => awaited.IsAbsent.ShouldBeFalse());
        Look(Reader(), gap with { UnderWay = [Day] }).ThenOne<TurnTaken>();
    }

    [Fact]
    public void a_month_does_not_wait_for_days_before_the_other_pipeline_began()
    {
        var definition = Reader() with { Grain = Grain.Month, Models = [Reader().Models[0] with { Grain = Grain.Month }] };
        var month = DataInterval.Parse("2026-11");
        UpstreamWaits.Of(definition, month, [Sales([.. month.Days.Skip(14).Take(10).Select(DataInterval.Day).Select(day => Published(day))])]).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            awaited => awaited.ToString().ShouldBe("sales 2026-11-25..2026-11-30"), awaited => awaited.IsAbsent.ShouldBeFalse("Something can be computed of the month."));
        UpstreamWaits.Of(definition, month, [Sales()]).ShouldHaveSingleItem().ToString().ShouldBe("sales 2026-11-01..2026-11-30");
        UpstreamWaits.Of(definition with { Upstream = [definition.Upstream![0] with { Begins = new(2026, 11, 29) }] }, month, [Sales()]).ShouldHaveSingleItem().ToString()
            .ShouldBe("sales 2026-11-29..2026-11-30");
    }

    [Fact]
    public void a_publication_without_a_row_is_gone_without_for_investors_and_waited_for_by_experiments()
    {
        var hollow = Sales(Published(Day, SlotState.Missing));
        var goes = Look(Reader(), hollow);
        goes.ThenOne<UpstreamAwaited>().GoesWithout.ShouldBeTrue();
        RunWork.Pending(goes.After).ShouldContain(work => work.Kind == WorkKind.Fallback && work.Due == Now);
        Look(Reader(audience: Audience.Experiments), hollow).ThenOne<UpstreamAwaited>().GoesWithout.ShouldBeFalse();
        Look(Reader(), Sales(Published(Day, SlotState.Partial))).ThenOne<TurnTaken>();
    }

    [Fact]
    public void a_run_that_waits_looks_as_soon_as_the_interval_is_published()
    {
        DecisionSpec<Run>.Outcome Notice(string pipeline, DataInterval interval, params object[] history) =>
            run.Given([Begun(), .. history]).Deciding(state => NoticeUpstreamDecision.Decide(new(pipeline, interval, 2, "x@7"), state, Now.AddHours(1)));

        var noticed = Notice("sales", Day, Awaited());
        noticed.Then(new UpstreamArrived(TheRun, "sales", Day, 2, Now.AddHours(1), "x@7"));
        RunWork.Pending(noticed.After).First(work => work.Kind == WorkKind.Turn).Due.ShouldBe(Now.AddHours(1));
        Notice("sales", Day.Previous, Awaited()).ThenNothing();
        Notice("growth", Day, Awaited()).ThenNothing();
        Notice("sales", Day).ThenNothing();
    }

    static readonly Interval theDay = Interval.Fold(null, new GenerationOpened(TheInterval, "aggregate-profit", "profit", Day, 1, RunCause.Schedule, null, "scheduler", 1, Now, "x@1"))!;

    static DecisionSpec<Run>.Outcome Deadline(Audience audience) => run.Given(Begun(audience), Awaited())
        .Deciding(state => FallBackDecision.Decide(new(Reader(audience: audience), "Amara"), theDay, state, Now.AddHours(6)));

    [Fact]
    public void at_the_deadline_investors_see_what_can_be_computed_and_whose_the_rest_is()
    {
        var fallen = Deadline(Audience.Investors);
        fallen.ThenOne<FallbackBegun>().ShouldSatisfyAllConditions(
            begun => begun.Skipped.ShouldBe(["margin"]),
            begun => begun.Placeholder.Why.ShouldBe("'sold' is not there: sales 2026-11-21 has published no rows of it."));
        fallen.After.ShouldSatisfyAllConditions(state => state.FallsBackForOthers.ShouldBeTrue(), state => RunCoverage.IsWholeItself(state).ShouldBeTrue("It is charged to the other pipeline."));
    }

    [Fact]
    public void at_the_deadline_experiments_go_on_waiting_and_nobody_is_told_that_they_failed()
    {
        var waiting = Deadline(Audience.Experiments);
        waiting.ThenOne<DeadlinePassed>().Reason.ShouldBe("It waits for sales 2026-11-21: experiments wait for complete data.");
        (waiting.After.IsFinished, waiting.After.Deadline, waiting.After.WaitsForUpstream).ShouldBe((false, null, true));
    }

    [Fact]
    public void in_a_fallback_the_turn_is_one_thing_more_to_go_without()
    {
        var fallback = new FallbackBegun(TheRun, [], [], new("Something.", "It is late.", "Amara", Now), false, Now, "x@1");
        var further = Look(Reader(), Sales(), fallback);
        further.Events.Select(e => e.GetType()).ShouldBe([typeof(UpstreamAwaited), typeof(FallbackBegun)]);
        further.After.OpenSteps.ShouldBe([Step.Publish]);
    }

    static Coverage Covered(PipelineDefinition definition, UpstreamPublications sales) => RunCoverage.Of(
        definition, run.Given(Begun(), new TurnTaken(TheRun, [], [], Now), new TransformSucceeded(TheRun, "margin", 1, new("abc", 1), Now)).State!,
        EarlierPublications.None with { Upstream = [sales] })["margin"];

    [Fact]
    public void what_the_other_pipeline_lacks_is_inherited_with_the_slot_where_it_arose()
    {
        Covered(Reader(), Sales(Published(Day))).IsComplete.ShouldBeTrue();
        Covered(Reader(), Sales(Published(Day, SlotState.Partial))).ShouldSatisfyAllConditions(of => of.Partial.ShouldBe(1), of => of.Warning.ShouldBe("Without orders 2026-11-21 (missing)."));
        Covered(Reader("trailing(P3D)"), Sales(Published(Day.Back(2)), Published(Day))).ShouldSatisfyAllConditions(
            of => (of.Slots, of.Complete, of.Missing).ShouldBe((3, 2, 1)), of => of.Warning.ShouldBe("Without sold 2026-11-20 (published nothing)."));
        Covered(Reader("trailing(P3D)"), Sales(Published(Day))).ShouldSatisfyAllConditions(
            of => of.BeforeBeginning.ShouldBe(2), of => of.Warning.ShouldBe("Reaches before the data begins: sold 2026-11-19..2026-11-20."));
        Covered(Reader(), Sales(Published(Day, SlotState.NotYetDue) with
        {
            Relations = new Dictionary<string, RelationStanding> { ["daily"] = new(SlotState.NotYetDue, []) },
        })).ShouldSatisfyAllConditions(of => of.IsComplete.ShouldBeTrue(), of => of.State.ShouldBe(SlotState.NotYetDue));
        Hole notComputed = new("daily", new(Day, Day), SlotState.Missing, Hole.NotComputed);
        Covered(Reader(), Sales(Published(Day) with { Relations = new Dictionary<string, RelationStanding> { ["daily"] = new(SlotState.Missing, [notComputed]) } })).Warning.ShouldBe("Without sold 2026-11-21 (not computed).", customMessage: "By the name that readers know.");
    }

    static MarkedStale? Stale(PipelineDefinition definition, int generation, string pipeline = "sales", string changed = "daily")
    {
        var reader = run.Given(Begun(), new TurnTaken(TheRun, [], [], Now) { Upstream = [new("sales", [new(new(Day, Day), 1)])] }).State!;
        var published = Interval.Fold(theDay, new Published(TheInterval, 1, TheRun, Completeness.Complete, null, [], [], [], Now, "x@1"))!;
        return MarkStaleDecision.Decide(new(new(Day, generation, [changed]) { Pipeline = pipeline }, "x@9"), definition, published, reader, Now).OfType<MarkedStale>().SingleOrDefault();
    }

    [Fact]
    public void what_has_read_another_generation_of_the_other_pipeline_is_stale_with_the_cause()
    {
        Stale(Reader(), 2)!.Cause.ToString().ShouldBe("sales 2026-11-21 was published anew (generation 2: daily)");
        Stale(Reader(), 1).ShouldBeNull("That is what it has read.");
        Stale(Reader(), 2, "growth").ShouldBeNull();
        Stale(Reader(), 2, changed: "orders").ShouldBeNull("Of the target's model nothing has changed.");
    }

    [Fact]
    public void a_stale_cause_of_another_pipeline_does_not_take_the_place_of_an_own_one()
    {
        var state = new[] { (string?)null, "sales", "sales" }.Select((pipeline, at) => new MarkedStale(TheInterval, new(Day.Previous, at + 1, ["daily"]) { Pipeline = pipeline }, Now, "x@1"))
            .Aggregate(theDay, (interval, marked) => Interval.Fold(interval, marked)!);
        state.Stale.Select(cause => (cause.Pipeline, cause.Generation)).ShouldBe([(null, 1), ("sales", 3)]);
    }

    [Fact]
    public void a_wave_keeps_its_root_through_pipelines()
    {
        var root = new RippleRoot(Day, 2).SeenFrom("margin", "sales");
        root.Pipeline.ShouldBe("sales");
        root.SeenFrom("board", "margin").ShouldBe(root);
        new RippleRoot(Day, 2).SeenFrom("sales", "sales").Pipeline.ShouldBeNull();
    }

    static Decision Publish(PipelineDefinition definition, Run state, UpstreamPublications sales) => PublishRunDecision.Decide(
        new(TheRun, 9, definition, [], [], Earlier: EarlierPublications.None with { Upstream = [sales] }) { IsRead = true }, theDay, state, Now);

    [Fact]
    public void a_publication_over_rows_that_have_been_replaced_meanwhile_reads_again()
    {
        var ready = run.Given(Begun(), new TurnTaken(TheRun, [], [], Now) { Upstream = [new("sales", [new(new(Day, Day), 1)])] },
            new TransformSucceeded(TheRun, "margin", 1, new("abc", 1), Now), Attempt(Step.Publish, fence: 9)).State!;
        var lost = Publish(Reader(), ready, Sales(Published(Day, generation: 2))).Others.SelectMany(other => other.Events).OfType<TurnLost>().ShouldHaveSingleItem();
        (lost.Pipeline, lost.Generation, lost.Because).ShouldBe(("sales", 2, EventRef.Of(IntervalId.Of("sales", Day), 2)));
        Publish(Reader(), ready, Sales(Published(Day))).OfType<Published>().ShouldHaveSingleItem().Changed.ShouldBe(["margin"]);
    }

    [Fact]
    public void a_placeholder_that_the_rows_come_beside_is_followed_by_a_generation_with_them()
    {
        var alone = run.Given(Begun(), Awaited(), Deadline(Audience.Investors).Events[0], Attempt(Step.Publish, fence: 9)).State!;
        Publish(Reader(), alone, Sales(Published(Day))).OfType<Published>().ShouldHaveSingleItem().Resumes.ShouldBeTrue();
        Publish(Reader(), alone, Sales(Published(Day, SlotState.Missing))).OfType<Published>().ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            published => published.Resumes.ShouldBeFalse(), published => published.IsWholeItself.ShouldBeTrue(), published => published.Completeness.ShouldBe(Completeness.Partial));
    }
}
