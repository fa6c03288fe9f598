using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Metrics;
using EventedPipelines.Domain.Production.Publications;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Production.Slots;
using static EventedPipelines.Tests.Unit.Runs.RunHistory;

namespace EventedPipelines.Tests.Unit.Runs;

public sealed class PublishRunSpecs
{
    static readonly MetricPoint net = new("net_profit", new Dictionary<string, string>(), Day, 12.5m, "USD");

    static Interval IntervalAt(int generation, params object[] more) => ((object[])
    [
        .. Enumerable.Range(1, generation).Select(n => new GenerationOpened(TheInterval, "aggregate-profit", "profit", Day, n, RunCause.Schedule, null, "scheduler", 1, Now, "x@1")),
        .. more,
    ]).Aggregate(default(Interval), Interval.Fold)!;

    static readonly PipelineDefinition definition = new("aggregate-profit", "profit", Audience.Investors, Grain.Day, "UTC", [], [], [], [])
    {
        Alerts = [new("net-drop", "net_profit", Grain.Day, 0.10m)],
    };

    static readonly PipelineDefinition reading = definition with
    {
        Models = [new("daily", Grain.Day, "select * from orders, daily", null, new Dictionary<string, Window> { ["daily"] = Window.History })],
        Metrics = [new("net_profit", "daily", "sum(net)", "day", Grain.Day, "USD", [])],
    };

    static readonly Audiences owners = new([], ["amara", "bela"], NotificationPolicy.Default);

    static Decision Publish(IEnumerable<object> history, Interval interval, long fence = 9, Func<PublishRun, PublishRun>? with = null)
    {
        var command = new PublishRun(TheRun, fence, definition, [new("daily", 3)], [net]);
        return PublishRunDecision.Decide(with?.Invoke(command) ?? command, interval, history.Aggregate(default(Run), Run.Fold)!, Now);
    }

    [Fact]
    public void a_run_publishes_complete_numbers_when_every_check_passed()
    {
        var decision = Publish(UpToPublish, IntervalAt(1));
        decision.Published!.Completeness.ShouldBe(Completeness.Complete);
        decision.Published.Warning.ShouldBeNull();
        decision.Run.ShouldHaveSingleItem().ShouldBeOfType<RunPublished>().Outcome.ShouldBe(RunOutcome.Succeeded);
    }

    [Fact]
    public void a_publication_warns_on_the_numbers_when_a_check_quarantined_rows()
    {
        var decision = Publish([.. UpToPublish, new CheckEvaluated(TheRun, Result("sums", CheckOutcome.Failed, CheckAction.Quarantine, 2), Now)], IntervalAt(1));
        decision.Run.ShouldHaveSingleItem().ShouldBeOfType<RunPublished>().Outcome.ShouldBe(RunOutcome.SucceededWithWarnings);
        decision.Published!.Warning.ShouldBe("Checks: sums.");
    }

    [Fact]
    public void a_publication_warns_of_rejected_rows_and_of_a_delivery_that_came_twice()
    {
        IngestedFile[] files = [new("a (1).csv", "1", "f", 0, 100, 0, DuplicateOf: "a.csv"), new("a.csv", "1", "f", 5, 100, 2)];
        var history = UpToPublish.Select(happened => happened is SourceIngested ingested ? ingested with { Files = files } : happened);
        var decision = Publish(history, IntervalAt(1));
        decision.Run.ShouldHaveSingleItem().ShouldBeOfType<RunPublished>().Outcome.ShouldBe(RunOutcome.SucceededWithWarnings);
        decision.Published!.Warning.ShouldBe("2 rows of 'orders' were rejected. a (1).csv of 'orders' is a.csv delivered again, and counts once.");
        decision.Published.Completeness.ShouldBe(Completeness.Complete);
    }

    [Fact]
    public void a_run_publishes_no_number_of_another_interval_and_says_so()
    {
        MetricPoint[] published = [net, net with { Period = DataInterval.Month(Day.First) }];
        var yesterday = net with { Period = Day.Previous, Value = 9m };
        var decision = Publish(UpToPublish, IntervalAt(1), with: command => command with { Points = [yesterday, .. published] });
        decision.Published!.Points.Select(point => point.Period).ShouldBe(published.Select(point => point.Period));
        decision.Published.Warning.ShouldBe($"Numbers of other periods ({Day.Previous}) are not published: a model keeps to the rows of its own `period`.");
        decision.Run.ShouldHaveSingleItem().ShouldBeOfType<RunPublished>().Outcome.ShouldBe(RunOutcome.SucceededWithWarnings);

        var before = new Published(TheInterval, 1, TheRun, Completeness.Complete, null, [], [yesterday, net], [], Now, "x@1");
        Publish(UpToPublish, IntervalAt(1, before)).Published!.ShouldSatisfyAllConditions(
            after => after.Points.ShouldHaveSingleItem().Period.ShouldBe(Day), after =>
                after.Restated.ShouldAllBe(point => point.Period != Day.Previous, "It is for its own interval to say that it is gone."));
    }

    [Fact]
    public void a_run_is_never_green_without_a_check_evaluated()
    {
        var unchecked_ = UpToPublish.Where(e => e is not CheckEvaluated);
        Publish(unchecked_, IntervalAt(1)).Run.ShouldHaveSingleItem().ShouldBeOfType<RunPublished>().Outcome.ShouldBe(RunOutcome.SucceededWithWarnings);
    }

    [Fact]
    public void a_publication_yields_to_a_newer_generation()
    {
        var decision = Publish(UpToPublish, IntervalAt(2));
        decision.Published.ShouldBeNull();
        decision.Run.ShouldHaveSingleItem().ShouldBeOfType<RunSuperseded>().ByGeneration.ShouldBe(2);
    }

    [Fact]
    public void a_publication_under_a_stale_lease_swaps_nothing()
    {
        var decision = Publish(UpToPublish, IntervalAt(1), fence: 8);
        decision.Published.ShouldBeNull();
        decision.Run.ShouldHaveSingleItem().ShouldBeOfType<StaleResultRecorded>();
    }

    [Fact]
    public void a_run_is_not_published_twice()
    {
        var once = Publish(UpToPublish, IntervalAt(1));
        Publish([.. UpToPublish, .. once.Run], IntervalAt(1, once.Published!)).Published.ShouldBeNull();
    }

    [Fact]
    public void a_publication_states_the_difference_to_the_one_before()
    {
        var before = new Published(TheInterval, 1, TheRun, Completeness.Complete, null, [], [net with { Value = 10m }], [], Now, "x@1");
        var restated = Publish(UpToPublish, IntervalAt(1, before)).Published!.Restated.ShouldHaveSingleItem();
        (restated.Previous, restated.Value, restated.Difference).ShouldBe((10m, 12.5m, 2.5m));
    }

    [Fact]
    public void a_publication_is_partial_and_names_earlier_intervals_that_have_published_nothing()
    {
        var earlier = new EarlierPublications([new(DataInterval.Parse("2026-11-17"), 1, 2), new(Day.Previous, 1, 2)], DataInterval.Parse("2026-11-17"));
        object[] history = [.. InTurn(), new TurnTaken(TheRun, [new(new(DataInterval.Parse("2026-11-17"), DataInterval.Parse("2026-11-17")), 1), new(new(Day.Previous, Day.Previous), 1)], [], Now)];
        var decision = Publish(history, IntervalAt(1), with: command => command with { Definition = reading, Earlier = earlier });
        decision.Published!.Completeness.ShouldBe(Completeness.Partial);
        decision.Published.Warning.ShouldBe("Without daily 2026-11-18..2026-11-19 (published nothing).");
        decision.Published.Points.ShouldHaveSingleItem().State.ShouldBe(PointState.Partial);
        decision.Published.IsWholeItself.ShouldBeTrue("What an earlier interval lacks is charged to that one.");
        Publish(history, IntervalAt(1), with: command => command with { Earlier = earlier, Definition = reading with { Models = [new("daily", Grain.Day, "select 1", null)] } })
            .Published!.Points.ShouldHaveSingleItem().State.ShouldBe(PointState.Complete, "A number that is made of the interval alone lacks nothing.");
    }

    [Fact]
    public void a_number_that_is_no_longer_there_is_withdrawn_and_never_silently_absent()
    {
        var before = new Published(TheInterval, 1, TheRun, Completeness.Complete, null, [], [net], [], Now, "x@1");
        var gone = Publish(UpToPublish, IntervalAt(1, before), with: command => command with { Points = [] }).Published!;
        gone.Points.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            point => point.State.ShouldBe(PointState.Withdrawn),
            point => point.Value.ShouldBeNull(),
            point => point.Warning.ShouldBe("There are no rows for it any more. It was 12.5 USD."));
        gone.Restated.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            restated => (restated.Previous, restated.Value, restated.State).ShouldBe((12.5m, null, PointState.Withdrawn)));
        Publish(UpToPublish, IntervalAt(1, gone), with: command => command with { Points = [] }).Published!.Points.ShouldHaveSingleItem().State.ShouldBe(PointState.Withdrawn);
        Publish(UpToPublish, IntervalAt(1, gone)).Published!.Restated.ShouldHaveSingleItem().Value.ShouldBe(12.5m);
    }

    [Fact]
    public void a_restatement_names_everything_that_has_changed()
    {
        object[] WithFile(string name, string hash, int definition, params StandingVerdict[] verdicts) =>
        [
            .. UpToPublish.Select(e => e switch
            {
                RunStarted started => started with { DefinitionVersion = definition, Verdicts = verdicts, PolicyVersion = definition },
                SourceIngested ingested => ingested with { Files = [new(name, hash, hash, 3, 10, 0)] },
                _ => e,
            }),
        ];
        var before = new Published(TheInterval, 1, TheRun, Completeness.Complete, null, [], [net with { Value = 10m }], [], Now, "x@1");
        var run = WithFile("orders.csv", "one", 1).Aggregate(default(Run), Run.Fold);
        var published = Publish(WithFile("orders.csv", "two", 2, new StandingVerdict("negative", 1, Verdict.Discard, [], "f")), IntervalAt(1, before),
            with: command => command with { Before = run }).Published!;
        published.Causes!.Select(cause => cause.Kind).ShouldBe([RestatementCauseKind.Data, RestatementCauseKind.Definition, RestatementCauseKind.Policy, RestatementCauseKind.Verdict]);
        published.Causes![0].Text.ShouldBe("'orders': orders.csv has changed");
    }

    [Fact]
    public void a_publication_is_complete_over_the_sources_that_are_due()
    {
        var decision = Publish(
            [.. UpToPublish, new SourceNotYetDue(TheRun, "ledger", Now.AddDays(9), Now)], IntervalAt(1), with: command => command with { Points = [net with { Value = null }] });
        decision.Published!.Completeness.ShouldBe(Completeness.Complete);
        decision.Published.Points.ShouldHaveSingleItem().State.ShouldBe(PointState.NotYetDue);
        decision.Published.NotYetDue!.ShouldHaveSingleItem().ShouldBe(new("ledger", Now.AddDays(9)));
        IntervalWork.Pending(IntervalAt(1, decision.Published)).ShouldContain(work => work.Kind == WorkKind.SourceDue && work.Key == "ledger" && work.Due == Now.AddDays(9));
    }

    // Has pinned generation 1 of the day before.
    static object[] InTurn() =>
    [
        .. UpToPublish.Select(e => e is RunStarted started ? started with { Plan = started.Plan with { TakesTurn = true } } : e),
        new TurnTaken(TheRun, [new(new(Day.Previous, Day.Previous), 1)], [], Now),
    ];

    [Fact]
    public void a_run_takes_its_turn_again_where_an_earlier_interval_was_published_anew_meanwhile()
    {
        var decision = Publish(InTurn(), IntervalAt(1), with: command => command with { Earlier = new([new(Day.Previous, 2, 5)], Day.Previous) });
        decision.Published.ShouldBeNull();
        var lost = decision.Run.ShouldHaveSingleItem().ShouldBeOfType<TurnLost>();
        var run = ((object[])[.. InTurn(), lost]).Aggregate(default(Run), Run.Fold)!;
        run.OpenSteps.ShouldBe([Step.Turn]);
        run.Models.ShouldBeEmpty();
    }

    [Fact]
    public void a_placeholder_alone_has_read_nothing_and_loses_no_turn()
    {
        object[] history = [.. InTurn(), new FallbackBegun(TheRun, [], ["daily"], new("All is missing.", "It broke.", "Amara", null), false, Now, "run@1"), Attempt(Step.Publish, fence: 9)];
        Publish(history, IntervalAt(1), with: command => command with { Earlier = new([new(Day.Previous, 2, 5)], Day.Previous) }).Published.ShouldNotBeNull();
    }

    [Fact]
    public void a_publication_names_what_later_intervals_may_have_read_otherwise()
    {
        var run = UpToPublish.Aggregate(default(Run), Run.Fold)!;
        Publish(UpToPublish, IntervalAt(1), with: command => command with { Definition = reading }).Published!.Changed.ShouldBe(["orders", "daily"]);
        Publish(UpToPublish, IntervalAt(1), with: command => command with { Definition = reading, Before = run }).Published!.Changed.ShouldBeNull();
        Publish(UpToPublish, IntervalAt(1), with: command => command with { Definition = reading, Before = run with { Models = run.Models.SetItem("daily", new("other", 3)) } })
            .Published!.Changed.ShouldBe(["daily"]);
    }

    [Theory]
    [InlineData(13.89, true)]
    [InlineData(13.88, false)]
    public void an_alert_is_raised_when_a_complete_number_dropped_by_more_than_it_allows(decimal before, bool raises)
    {
        var decision = Publish(UpToPublish, IntervalAt(1), with: command => command with { PointsBefore = [net with { Period = Day.Previous, Value = before }], Audiences = owners });
        decision.Alerts.OfType<MetricDropped>().Any().ShouldBe(raises);
        decision.Notifications.Any(notification => notification.Kind is NotificationKind.MetricDropped).ShouldBe(raises);
        decision.Notifications.ShouldAllBe(notification => notification.Because == EventRef.Of(TheInterval, 2) && notification.Key.StartsWith($"{TheInterval}/2-net-drop-2026-11-21/"));
    }

    [Theory]
    [InlineData(RunCause.Backfill)]
    [InlineData(RunCause.Restatement)]
    public void nobody_is_told_of_a_drop_in_history_that_is_filled_in(RunCause cause)
    {
        var decision = Publish(OfHistory(UpToPublish), Interval.Fold(null, Filled(cause))!,
            with: command => command with { PointsBefore = [net with { Period = Day.Previous, Value = 20 }], Audiences = owners });
        decision.Alerts.ShouldHaveSingleItem().ShouldBeOfType<MetricDropped>("It is in the history all the same.");
        decision.Notifications.ShouldBeEmpty();
    }

    static GenerationOpened Filled(RunCause cause, int generation = 1) => new(TheInterval, "aggregate-profit", "profit", Day, generation, cause, null, "amara", 1, Now, "x@1") { OfHistory = true };

    static object[] OfHistory(IEnumerable<object> history) => [.. history.Select(e => e is RunStarted started ? started with { OfHistory = true } : e)];

    [Fact]
    public void nobody_is_told_that_history_is_partial_nor_that_it_is_whole_when_its_file_comes_after_all()
    {
        var filled = Interval.Fold(null, Filled(RunCause.Backfill))!;
        var partial = Publish(OfHistory(FallenBack), filled, with: command => command with { Audiences = owners });
        (partial.Published!.Completeness, partial.Published.Told, partial.Notifications.Count).ShouldBe((Completeness.Partial, null, 0));

        var late = new object[] { partial.Published, Filled(RunCause.LateData, 2) }.Aggregate(filled, (state, e) => Interval.Fold(state, e)!);
        object[] history = [.. OfHistory(UpToPublish).Select(e => e is RunStarted started ? started with { Generation = 2, Cause = RunCause.LateData } : e)];
        var whole = Publish(history, late, with: command => command with { Audiences = owners });
        (whole.Published!.Completeness, whole.Published.Told, whole.Notifications.Count).ShouldBe((Completeness.Complete, null, 0));
        Publish(FallenBack, IntervalAt(1), with: command => command with { Audiences = owners }).Notifications.ShouldNotBeEmpty();
    }

    static object[] FallenBack =>
        [.. UpToPublish, new FallbackBegun(TheRun, ["orders"], ["daily"], new("Without 'orders'.", "It has not come.", "Amara", null), false, Now, "run@1"), Attempt(Step.Publish, fence: 9)];

    [Fact]
    public void a_placeholder_goes_when_there_is_no_number_and_what_had_been_one_is_withdrawn()
    {
        PublishRun Nothing(PublishRun command) => command with { Definition = reading, Points = [] };
        var placeholder = Publish(FallenBack, IntervalAt(1), with: Nothing).Published!;
        placeholder.Points.ShouldHaveSingleItem().Warning!.ShouldStartWith("Without 'orders'.");
        Publish(UpToPublish, IntervalAt(1, placeholder), with: Nothing).Published!.Points.ShouldBeEmpty("It never was a number.");

        // Bikes had one, which the fallback says; after it there is none.
        var bikes = net with { Dimensions = new Dictionary<string, string> { ["category"] = "bikes" }, Model = "daily" };
        var before = new Published(TheInterval, 1, TheRun, Completeness.Complete, null, [], [bikes], [], Now, "x@1");
        var without = Publish(FallenBack, IntervalAt(1, before), with: Nothing).Published!;
        without.Points.Select(point => point.State).ShouldBe([PointState.NotComputable, PointState.NotComputable]);
        Publish(UpToPublish, IntervalAt(1, without), with: Nothing).Published!.Points.ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(point => point.State.ShouldBe(PointState.Withdrawn), point => point.Warning.ShouldBe("There are no rows for it any more. It was 12.5 USD."));
    }

    [Fact]
    public void later_intervals_that_compare_themselves_with_a_publication_are_owed_a_judgement()
    {
        var published = Publish(UpToPublish, IntervalAt(1), with: command => command with { ComparedAfter = [Day, Day.Next] }).Published!;
        published.Compared!.ShouldBe([Day.Next]);
        var owing = IntervalAt(1, published);
        IntervalWork.Pending(owing).ShouldContain(work => work.Kind == WorkKind.JudgeAlerts && work.Due == Now && work.Because == EventRef.Of(TheInterval, 2));
        IntervalWork.Pending(Interval.Fold(owing, new AlertsJudgedAgain(TheInterval, 1, [Day.Next], Now))!).ShouldNotContain(work => work.Kind == WorkKind.JudgeAlerts);
        Publish(UpToPublish, IntervalAt(1)).Published!.Compared.ShouldBeNull();
    }

    [Fact]
    public void a_standing_alert_is_raised_once_and_taken_back_when_the_number_recovers()
    {
        MetricPoint[] before = [net with { Period = Day.Previous, Value = 20 }];
        var dropped = Publish(UpToPublish, IntervalAt(1), with: command => command with { PointsBefore = before }).Alerts.ToArray();
        Publish(UpToPublish, IntervalAt(1, dropped), with: command => command with { PointsBefore = before }).Alerts.ShouldBeEmpty();
        Publish(UpToPublish, IntervalAt(1, dropped), with: command => command with { PointsBefore = before, Points = [net with { Value = 19 }] })
            .Alerts.ShouldHaveSingleItem().ShouldBeOfType<MetricRecovered>();
    }
}

static class PublishedBy
{
    extension(Decision decision)
    {
        public Published Published => decision.OfType<Published>().SingleOrDefault()!;

        public IReadOnlyList<object> Alerts => [.. decision.Where(e => e is not Published)];

        public IReadOnlyList<object> Run => decision.With<Run>();
    }
}
