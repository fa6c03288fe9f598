using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Metrics;
using EventedPipelines.Domain.Production.Publications;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Production.Slots;
using EventedPipelines.Domain.Reliability.Incidents;
using static EventedPipelines.Tests.Unit.Runs.RunHistory;

namespace EventedPipelines.Tests.Unit.Runs;

/// <summary>What becomes of a run that is unresolved at its deadline (domain.md 3.4).</summary>
public sealed class FallBackSpecs
{
    static readonly DateTimeOffset deadline = Now.AddHours(3);
    static readonly RunPlan twoSources = new(["orders", "expenses"], false, ["daily", "net"], false);
    static readonly RunStarted promised = Started with { Plan = twoSources, Deadline = new(deadline, TimeSpan.FromMinutes(2), FallsBack: true) };
    static readonly object[] withoutExpenses =
    [
        promised, Attempt(Step.Ingest("orders")), new SourceIngested(TheRun, "orders", [], 3, "f", Now),
        Attempt(Step.Ingest("expenses"), 1, 8), new SourceMissing(TheRun, "expenses", ["expenses.csv"], Now, Now.AddMinutes(1)),
    ];

    static readonly Interval theDay = Interval.Fold(null, new GenerationOpened(TheInterval, "aggregate-profit", "profit", Day, 1, RunCause.Schedule, null, "scheduler", 1, Now, "schedule@2"))!;

    static PipelineDefinition Definition(params string[] needs) => new(
        "aggregate-profit", "profit", Audience.Investors, Grain.Day, "UTC", [], [
            new("daily", Grain.Day, "select sum(amount) as revenue from orders", null),
            new("net", Grain.Day, "select revenue, (select sum(amount) from expenses) as spent from daily",
                new("net", [new("revenue", "decimal(19,4)"), new("spent", "decimal(19,4)", Needs: needs)], [])),
        ], [], [new("revenue", "daily", "sum(revenue)", "day", Grain.Day, "USD", []), new("net_profit", "net", "sum(spent)", "day", Grain.Day, "USD", [])]);

    static Decision FallBack(Run run, DateTimeOffset? at = null, Interval? interval = null, params string[] needs) =>
        FallBackDecision.Decide(new(Definition(needs), "Amara and Bruno"), interval ?? theDay, run, at ?? deadline);

    [Fact]
    public void a_promised_run_owes_its_fallback_at_the_deadline() =>
        RunWork.Pending(run.Given(withoutExpenses).State!).Where(owed => owed.Kind == WorkKind.Fallback).ShouldHaveSingleItem().Due.ShouldBe(deadline);

    [Fact]
    public void a_run_that_is_publishing_owes_its_fallback_after_the_grace() =>
        RunWork.Pending(run.Given([UpToPublishPromised, .. UpToPublish.Skip(1)]).State!).Where(owed => owed.Kind == WorkKind.Fallback).ShouldHaveSingleItem().Due.ShouldBe(deadline.AddMinutes(2));

    static RunStarted UpToPublishPromised => Started with { Deadline = promised.Deadline };

    [Fact]
    public void a_fallback_computes_what_can_be_computed_without_the_missing_source()
    {
        var outcome = run.Given(withoutExpenses).Deciding(run => FallBack(run, needs: "expenses"));
        var begun = outcome.ThenOne<FallbackBegun>();
        begun.Absent.ShouldBe(["expenses"]);
        begun.Skipped.ShouldBeEmpty();
        outcome.After.OpenSteps.ShouldBe([Step.Transform("daily")]);
        begun.Placeholder.ToString().ShouldBe("Without 'expenses'. 'expenses' has not arrived. Owned by Amara and Bruno. Next update due 2026-11-22 06:01 UTC.");
    }

    [Fact]
    public void a_model_that_does_not_say_what_needs_the_missing_source_is_not_computed() =>
        run.Given(withoutExpenses).Deciding(run => FallBack(run)).ThenOne<FallbackBegun>().Skipped.ShouldBe(["net"]);

    [Fact]
    public void the_numbers_of_a_skipped_model_are_placeholders_and_the_others_are_complete()
    {
        var fallen = run.Given([.. withoutExpenses, .. run.Given(withoutExpenses).Deciding(run => FallBack(run)).Events,
            Attempt(Step.Transform("daily"), 1, 9), new TransformSucceeded(TheRun, "daily", 1, new("abc", 1), deadline), Attempt(Step.Publish, 1, 10)]);
        var published = PublishRunDecision.Decide(
            new(TheRun, 10, Definition(), [], [new("revenue", new Dictionary<string, string>(), Day, 5m, "USD")]), theDay, fallen.State!, deadline).Published.ShouldNotBeNull();
        published.Completeness.ShouldBe(Completeness.Partial);
        published.Points.Select(point => (point.Metric, point.Value, point.State, HasWarning: point.Warning is not null)).ShouldBe(
            [("revenue", 5m, PointState.Complete, false), ("net_profit", null, PointState.NotComputable, true)]);
    }

    static readonly object[] unreadableExpenses =
        [.. withoutExpenses.Take(3), Attempt(Step.Ingest("expenses"), 1, 8), Failed(Step.Ingest("expenses"), 1, null) with { Error = Broken }, new RunFailed(TheRun, "No column amount.", Broken, Now)];

    static FallbackBegun Begun(object[] history, params string[] needs) => run.Given(history).Deciding(run => FallBack(run, needs: needs)).ThenOne<FallbackBegun>();

    [Fact]
    public void a_source_that_cannot_be_read_takes_only_its_own_numbers_with_it()
    {
        RunWork.Pending(run.Given(unreadableExpenses).State!).ShouldHaveSingleItem().Kind.ShouldBe(WorkKind.Fallback);
        var outcome = run.Given(unreadableExpenses).Deciding(run => FallBack(run, needs: "expenses"));
        var begun = outcome.ThenOne<FallbackBegun>();
        (begun.Resumes, begun.Absent.Count).ShouldBe((false, 0));
        begun.Unreadable.ShouldBe(["expenses"]);
        begun.Skipped.ShouldBeEmpty();
        begun.Reasons!["expenses"].ShouldBe("'expenses' cannot be read: model daily: No column amount.");
        outcome.After.OpenSteps.ShouldBe([Step.Transform("daily")]);
        outcome.After.Sources["expenses"].ShouldBeEmpty();
        Begun(unreadableExpenses).Skipped.ShouldBe(["net"]);
    }

    [Fact]
    public void a_fallback_reads_a_source_that_the_failed_run_never_came_to()
    {
        object[] failed = [promised, Attempt(Step.Ingest("expenses"), 1, 8), Failed(Step.Ingest("expenses"), 1, null), new RunFailed(TheRun, "No column amount.", Broken, Now)];
        var outcome = run.Given(failed).Deciding(run => FallBack(run, needs: "expenses"));
        outcome.After.OpenSteps.ShouldBe([Step.Ingest("orders")]);

        // It is not waited for: it is one thing more to go without.
        var reading = run.Given([.. failed, .. outcome.Events, Attempt(Step.Ingest("orders"), 1, 9)]);
        var missed = reading.Deciding(
            run => ReportAttemptDecision.Decide(
            new(TheRun, Step.Ingest("orders"), 9, new StepResult.Missing(["orders.csv"])) { Definition = Definition("expenses") }, run, RetryPolicies.Default, deadline));
        missed.Events.Select(e => e.GetType()).ShouldBe([typeof(SourceMissing), typeof(FallbackBegun)]);
        missed.After.Fallback!.Absent.ShouldBe(["orders"]);
        missed.After.OpenSteps.ShouldBe([Step.Publish]);
    }

    [Fact]
    public void a_fallback_uses_a_source_of_which_some_files_are_there_without_the_others()
    {
        object[] failed = [promised, Attempt(Step.Ingest("expenses"), 1, 8), Failed(Step.Ingest("expenses"), 1, null), new RunFailed(TheRun, "No column amount.", Broken, Now)];
        var reading = run.Given([.. failed, .. run.Given(failed).Deciding(run => FallBack(run, needs: "expenses")).Events, Attempt(Step.Ingest("orders"), 1, 9)]);
        var missed = reading.Deciding(run => ReportAttemptDecision.Decide(
            new(TheRun, Step.Ingest("orders"), 9, new StepResult.Missing(["30.csv"]) { There = [new("29.csv", "1", "file", 5, 100, 0)] }) { Definition = Definition("expenses") }, run,
            RetryPolicies.Default, deadline));
        missed.After.Fallback!.IsPlaceholderOnly.ShouldBeFalse();
        missed.After.Fallback.Incomplete.ShouldBe(["orders"]);
        missed.After.Fallback.Placeholder.Why.ShouldEndWith("'orders' is not there as a whole.");
        missed.After.Arrived.ShouldBeEmpty();
        missed.After.OpenSteps.ShouldBe([Step.Transform("daily")]);
    }

    [Fact]
    public void a_fallback_does_not_use_a_source_that_a_check_blocks()
    {
        object[] blocked = [.. withoutExpenses.Take(3), new SourceIngested(TheRun, "expenses", [new("e.csv", "1", "file", 5, 100, 0)], 5, "f", Now), Attempt(Step.CheckInputs),
            new CheckEvaluated(TheRun, Result("amounts", Domain.Catalog.Checks.CheckOutcome.Failed, Domain.Catalog.Checks.CheckAction.Block, 3) with { Target = "expenses" }, Now),
            new RunFailed(TheRun, "Check 'amounts' blocks the run.", Broken, Now)];
        object[] checkedRun = [promised with { Plan = twoSources with { ChecksInputs = true } }, .. blocked.Skip(1)];
        var definition = Definition(
            "expenses") with
        {
            Checks = [
            new("amounts", 1, Domain.Catalog.Checks.CheckKind.NotNull, "expenses", ["amount"], Domain.Catalog.Checks.CheckSeverity.Error, Domain.Catalog.Checks.CheckAction.Block)]
        };
        var outcome = run.Given(checkedRun).Deciding(run => FallBackDecision.Decide(new(definition, "Amara"), theDay, run, deadline));
        outcome.ThenOne<FallbackBegun>().Blocked.ShouldBe(["expenses"]);
        outcome.After.UsedSources["expenses"].ShouldBeEmpty();
        outcome.After.Sources["expenses"].ShouldHaveSingleItem("What was read stays known: other rows are late data.");
        outcome.After.OpenSteps.ShouldBe([Step.CheckInputs]);
    }

    [Fact]
    public void a_fallback_goes_without_a_model_that_has_failed_and_keeps_the_others()
    {
        object[] failed = [
            .. withoutExpenses.Take(3), new SourceIngested(TheRun, "expenses", [], 3, "f", Now), Attempt(Step.Transform("daily")), new TransformSucceeded(TheRun, "daily", 1, new("abc", 1), Now),
            Attempt(Step.Transform("net"), 1, 8), Failed(Step.Transform("net"), 1, null), new RunFailed(TheRun, "No column amount.", Broken, Now)];
        var outcome = run.Given(failed).Deciding(run => FallBack(run));
        outcome.ThenOne<FallbackBegun>().Skipped.ShouldBe(["net"]);
        outcome.After.Models.Keys.ShouldBe(["daily"]);
        outcome.After.OpenSteps.ShouldBe([Step.Publish]);
    }

    [Fact]
    public void a_model_that_reads_a_skipped_one_is_skipped_whatever_it_needs()
    {
        var definition = Definition("expenses") with { Models = [new("daily", Grain.Day, "select * from orders, expenses", null), Definition("expenses").Model("net")] };
        run.Given(withoutExpenses).Deciding(run => FallBackDecision.Decide(new(definition, "Amara"), theDay, run, deadline)).ThenOne<FallbackBegun>().Skipped.ShouldBe(["daily", "net"]);
    }

    [Fact]
    public void a_model_that_fails_in_a_fallback_is_one_thing_more_to_go_without()
    {
        var begun = run.Given(withoutExpenses).Deciding(run => FallBack(run, needs: "expenses")).Events;
        object[] computed = [.. withoutExpenses, .. begun, Attempt(Step.Transform("daily"), 1, 9), new TransformSucceeded(TheRun, "daily", 1, new("abc", 1), deadline),
            Attempt(Step.Transform("net"), 1, 10)];
        var outcome = run.Given(computed)
            .Deciding(run => ReportAttemptDecision.Decide(
            new(TheRun, Step.Transform("net"), 10, new StepResult.Failed(Broken)) { Definition = Definition("expenses") }, run, RetryPolicies.Default, deadline));
        outcome.After.Fallback!.Skipped.ShouldBe(["net"]);
        outcome.After.Fallback.IsPlaceholderOnly.ShouldBeFalse();
        outcome.After.Fallback.Placeholder.ToString()
            .ShouldStartWith("Without 'expenses', 'net'. 'expenses' has not arrived. 'net' has failed: model daily: No column amount. Owned by Amara and Bruno.");
        outcome.After.OpenSteps.ShouldBe([Step.Publish]);
    }

    [Fact]
    public void a_model_whose_worker_dies_every_time_is_one_thing_more_for_a_fallback_to_go_without()
    {
        var begun = run.Given(withoutExpenses).Deciding(run => FallBack(run, needs: "expenses")).Events;
        var net = Step.Transform("net");
        var dying = run.Given([.. withoutExpenses, .. begun, Attempt(Step.Transform("daily"), 1, 9), new TransformSucceeded(TheRun, "daily", 1, new("abc", 1), deadline), Attempt(net, 1, 10),
            Attempt(net, 2, 11), Attempt(net, 3, 12), Attempt(net, 4, 13)]);
        var outcome = dying.Deciding(run => StartAttemptDecision.Decide(new(TheRun, net, 14, "worker") { Definition = Definition("expenses") }, run, RetryPolicy.Default, deadline));
        outcome.Events.Select(e => e.GetType()).ShouldBe([typeof(AttemptFailed), typeof(FallbackBegun)]);
        outcome.After.Fallback!.Skipped.ShouldBe(["net"]);
        outcome.After.Models.Keys.ShouldBe(["daily"]);
        outcome.After.OpenSteps.ShouldBe([Step.Publish]);
    }

    [Fact]
    public void the_models_that_are_computed_at_the_deadline_are_published_and_the_rest_goes_on()
    {
        object[] computing = [
            .. withoutExpenses.Take(3), new SourceIngested(TheRun, "expenses", [], 3, "f", Now), Attempt(Step.Transform("daily")), new TransformSucceeded(TheRun, "daily", 1, new("abc", 1), Now),
            Attempt(Step.Transform("net"), 1, 8)];
        var outcome = run.Given(computing).Deciding(run => FallBack(run));
        var begun = outcome.ThenOne<FallbackBegun>();
        (begun.Resumes, begun.Placeholder.Why).ShouldBe((true, "'net' is not computed yet."));
        outcome.After.Models.Keys.ShouldBe(["daily"]);
        outcome.After.OpenSteps.ShouldBe([Step.Publish]);
        ReportAttemptDecision.Decide(new(TheRun, Step.Transform("net"), 8, new StepResult.Transformed(new("abc", 1))), outcome.After, RetryPolicies.Default, deadline).ShouldHaveSingleItem()
            .ShouldBeOfType<StaleResultRecorded>("What was under way is too late.");
    }

    [Fact]
    public void a_placeholders_next_update_is_when_something_is_tried_or_somebody_paged()
    {
        DateTimeOffset? Next(DateTimeOffset? reingest, DateTimeOffset? page)
        {
            object[] waiting = [.. withoutExpenses.Take(4), new SourceMissing(TheRun, "expenses", ["expenses.csv"], Now, Now.AddMinutes(1), reingest)];
            return run.Given(waiting).Deciding(run => FallBackDecision.Decide(new(Definition(), "Amara") { NextPageAt = page }, theDay, run, deadline))
                .ThenOne<FallbackBegun>().Placeholder.NextUpdateAt;
        }

        Next(deadline.AddMinutes(4), deadline.AddHours(2)).ShouldBe(deadline.AddMinutes(4));
        Next(deadline.AddMinutes(-4), deadline.AddHours(2)).ShouldBe(deadline.AddHours(2));
        Next(null, null).ShouldBe(deadline.AddMinutes(1), "The next look.");
    }

    [Fact]
    public void the_next_update_is_the_earlier_of_two_attempts_and_of_a_failed_step_its_next_one()
    {
        object[] waiting = [promised, Attempt(Step.Ingest("orders")), new SourceMissing(TheRun, "orders", ["o.csv"], Now, Now, deadline.AddMinutes(9)),
            Attempt(Step.Ingest("expenses")), new SourceMissing(TheRun, "expenses", ["e.csv"], Now, Now, deadline.AddMinutes(4))];
        DateTimeOffset? Next(params object[] more) => run.Given([.. waiting, .. more])
            .Deciding(run => FallBackDecision.Decide(new(Definition(), "Amara") { NextPageAt = deadline.AddMinutes(1) }, theDay, run, deadline)).ThenOne<FallbackBegun>().Placeholder.NextUpdateAt;
        Next().ShouldBe(deadline.AddMinutes(4));
        Next(new SourceArrived(TheRun, "expenses", Now), Attempt(Step.Ingest("expenses"), 1, 8), Failed(Step.Ingest("expenses"), 1, deadline.AddMinutes(2))).ShouldBe(deadline.AddMinutes(2));
    }

    [Fact]
    public void nobody_is_paged_for_a_run_that_is_getting_on() =>
        run.Given(withoutExpenses[..3]).Deciding(run => FallBackDecision.Decide(new(Definition(), "Amara") { NextPageAt = deadline.AddHours(2) }, theDay, run, deadline))
            .ThenOne<FallbackBegun>().Placeholder.NextUpdateAt.ShouldBe(deadline.AddMinutes(1));

    [Theory]
    [InlineData(119, 0)]
    [InlineData(120, 1)]
    public void a_run_that_is_publishing_is_left_alone_until_its_grace_is_over(int seconds, int events) =>
        run.Given([UpToPublishPromised, .. UpToPublish.Skip(1)]).Deciding(run => FallBack(run, deadline.AddSeconds(seconds))).Events.Length.ShouldBe(events);

    [Theory]
    [InlineData(true, "A step has failed and is tried again.")]
    [InlineData(false, "The run has failed.")]
    public void a_fallback_that_misses_nothing_says_what_holds_the_run_up(bool isTriedAgain, string why)
    {
        object[] failed = isTriedAgain ? [Failed(Step.Publish, 1, deadline.AddMinutes(1))] : [Failed(Step.Publish, 1, null), new RunFailed(TheRun, "No disk.", Broken, Now)];
        var begun = run.Given([UpToPublishPromised, .. UpToPublish.Skip(1), .. failed]).Deciding(run => FallBack(run, deadline.AddMinutes(2))).ThenOne<FallbackBegun>();
        (begun.Placeholder.Missing, begun.Placeholder.Why).ShouldBe(("The numbers of this interval are missing, or not whole.", why));
    }

    [Fact]
    public void what_is_being_read_and_what_has_not_come_are_told_apart_and_so_is_what_is_skipped_for_them()
    {
        var begun = run.Given([.. withoutExpenses[..1], Attempt(Step.Ingest("orders")), .. withoutExpenses[3..]]).Deciding(run => FallBack(run)).ThenOne<FallbackBegun>();
        begun.Reasons!.Select(reason => reason.Value).ShouldBe([
            "'daily' is not computed without 'orders'.", "'expenses' has not arrived.", "'net' is not computed without 'daily', 'expenses', 'orders'.", "'orders' is still being read."]);
    }

    [Fact]
    public void what_a_fallback_goes_without_stays_so_when_something_more_fails()
    {
        object[] failed = [promised, Attempt(Step.Ingest("expenses"), 1, 8), Failed(Step.Ingest("expenses"), 1, null), new RunFailed(TheRun, "No column amount.", Broken, Now)];
        Decision Report(Run run, Step step, long fence, StepResult result) =>
            ReportAttemptDecision.Decide(new(TheRun, step, fence, result) { Definition = Definition("expenses") }, run, RetryPolicies.Default, deadline);
        var begun = run.Given(failed).Deciding(run => FallBack(run, needs: "expenses")).After;
        begun = Run.Fold(begun, Attempt(Step.Ingest("orders"), 1, 9))!;
        begun = Report(begun, Step.Ingest("orders"), 9, new StepResult.Missing(["30.csv"]) { There = [new("29.csv", "1", "file", 5, 100, 0)] }).On(begun, Run.Fold)!;
        begun = new object[] { Attempt(Step.Transform("daily"), 1, 10), new TransformSucceeded(TheRun, "daily", 1, new("abc", 1), deadline), Attempt(Step.Transform("net"), 1, 11) }
            .Aggregate(begun, (state, e) => Run.Fold(state, e)!);
        begun = Report(begun, Step.Transform("net"), 11, new StepResult.Failed(Broken)).On(begun, Run.Fold)!;
        begun.Fallback!.ShouldSatisfyAllConditions(
            it => it.Incomplete.ShouldBe(["orders"]), it => it.Unreadable.ShouldBe(["expenses"]), it => it.Failed.ShouldBe(["net"]), it => it.Skipped.ShouldBe(["net"]),
            it => it.Unusable.ShouldBe(["expenses"]));
        begun.Models.Keys.ShouldBe(["daily"]);
        begun.OpenSteps.ShouldBe([Step.Publish]);
    }

    /// <summary>Stored before it was said which sources cannot be read: they are those whose step had failed, also of a fallback before.</summary>
    [Fact]
    public void a_fallback_of_before_had_the_sources_that_failed_for_unreadable()
    {
        FallbackBegun before = new(TheRun, ["orders"], ["daily"], new("Without 'orders'.", "It is late.", "Amara", null), false, deadline, "run@1");
        object[] failed = [promised, Attempt(Step.Ingest("expenses"), 1, 8), Failed(Step.Ingest("expenses"), 1, null), before];
        run.Given(failed).State!.Fallback!.ShouldSatisfyAllConditions(it => it.Unreadable.ShouldBe(["expenses"]), it => it.Unusable.ShouldBe(["orders", "expenses"]));
        run.Given([.. failed, before]).State!.Fallback!.Unreadable.ShouldBe(["expenses"]);
    }

    [Fact]
    public void a_source_that_is_read_again_when_the_deadline_comes_cannot_be_read() =>
        run.Given([.. withoutExpenses[..4], Failed(Step.Ingest("expenses"), 1, deadline.AddMinutes(5))]).Deciding(run => FallBack(run)).After.Fallback!.Unreadable.ShouldBe(["expenses"]);

    [Fact]
    public void a_placeholder_that_stands_alone_is_published_at_once_and_nothing_is_checked() => run.Given([.. UpToInputChecks, new FallbackBegun(
        TheRun, [], ["daily"], new("All is missing.", "It broke.", "Amara", null), false, deadline, "run@1")]).State!.OpenSteps.ShouldBe([Step.Publish]);

    [Fact]
    public void models_that_fail_one_after_the_other_are_all_gone_without()
    {
        var definition = Definition("expenses") with { Models = [.. Definition("expenses").Models, new("extra", Grain.Day, "select * from orders", null)] };
        object[] waiting = [promised with { Plan = twoSources with { Models = ["daily", "net", "extra"] } }, .. withoutExpenses[1..]];
        var fallen = run.Given(waiting).Deciding(run => FallBackDecision.Decide(new(definition, "Amara"), theDay, run, deadline)).After;
        fallen = Run.Fold(Run.Fold(fallen, Attempt(Step.Transform("daily"), 1, 9)), new TransformSucceeded(TheRun, "daily", 1, new("abc", 1), deadline))!;
        foreach (var model in new[] { "net", "extra" })
        {
            fallen = Run.Fold(fallen, Attempt(Step.Transform(model), 1, 10))!;
            ReportAttempt report = new(TheRun, Step.Transform(model), 10, new StepResult.Failed(Broken)) { Definition = definition };
            fallen = ReportAttemptDecision.Decide(report, fallen, RetryPolicies.Default, deadline).On(fallen, Run.Fold)!;
        }

        fallen.Fallback!.ShouldSatisfyAllConditions(
            it => it.Failed.ShouldBe(["net", "extra"], ignoreOrder: true), it => it.Skipped.ShouldBe(["net", "extra"]), it => it.IsPlaceholderOnly.ShouldBeFalse(),
            it => it.Placeholder.Why.ShouldBe("'expenses' has not arrived. 'net' has failed: model daily: No column amount. 'extra' has failed: model daily: No column amount."));
    }

    [Fact]
    public void a_source_of_which_nothing_is_there_is_not_there_in_part() => run.Given([.. withoutExpenses, new FallbackBegun(
        TheRun, [], ["net"], new("Something.", "It is late.", "Amara", null), false, deadline, "run@1")]).State!.Fallback!.Incomplete.ShouldBeEmpty();

    [Fact]
    public void a_run_for_experiments_that_has_failed_fails_once()
    {
        var experiments = promised with { Deadline = promised.Deadline! with { FallsBack = false } };
        run.Given([experiments, .. withoutExpenses[1..], new RunFailed(TheRun, "No disk.", Broken, Now)]).Deciding(run => FallBack(run)).ThenNothing();
    }

    [Fact]
    public void a_run_for_experiments_that_is_asked_for_again_is_no_longer_cut_short()
    {
        object[] waiting = [promised with { Deadline = promised.Deadline! with { FallsBack = false } }, Attempt(Step.Ingest("expenses")),
            new SourceMissing(TheRun, "expenses", ["expenses.csv"], Now, Now.AddMinutes(1)), Attempt(Step.Ingest("orders"), 1, 8)];
        var ended = run.Given(waiting).Deciding(run => FallBack(run));
        ended.Events.OfType<RunFailed>().ShouldHaveSingleItem().Reason.ShouldBe("It has not arrived, or not as a whole.", "One of two sources has not.");
        ended.After.IsCutShort.ShouldBeTrue();
        Run.Fold(ended.After, new RetryRequested(TheRun, null, "ann", deadline))!.ShouldSatisfyAllConditions(it => it.IsCutShort.ShouldBeFalse(), it => it.IsFinished.ShouldBeFalse());
    }

    [Fact]
    public void a_placeholder_tells_owner_and_stand_in_apart()
    {
        new Placeholder("Without 'x'.", "It is late.", "Amara and Bruno", deadline, "Chiyo").ToString()
            .ShouldBe("Without 'x'. It is late. Owned by Amara and Bruno. On call: Chiyo. Next update due 2026-11-22 06:00 UTC.");
        new Placeholder("Without 'x'.", "It is late.", "Amara", deadline, "Amara").ToString().ShouldNotContain("On call");
    }

    // What is corrected after the deadline is restated (domain.md 3.4).
    [Fact]
    public void a_source_that_a_run_failed_on_is_late_data_once_it_can_be_read()
    {
        object[] failed = [.. withoutExpenses.Take(3), Attempt(Step.Ingest("expenses"), 1, 8), Failed(Step.Ingest("expenses"), 1, null), new RunFailed(TheRun, "No column amount.", Broken, Now)];
        object[] fallen = [.. failed, .. run.Given(failed).Deciding(run => FallBack(run)).Events, Attempt(Step.Publish, 1, 9)];
        var published = run.Given([.. fallen, new RunPublished(TheRun, RunOutcome.PublishedPartial, Completeness.Partial, [], deadline, "x@1")]).State!;
        LateData.Change(new("expenses", [new("expenses.csv", "1", "file", 5, 100, 0)]), theDay, published).ShouldBe("'expenses' can be read now");
    }

    [Fact]
    public void a_run_that_was_getting_on_at_its_deadline_resumes_in_a_generation_of_its_own()
    {
        var outcome = run.Given([.. withoutExpenses.Take(3), Attempt(Step.Ingest("expenses"), 1, 8)]).Deciding(run => FallBack(run));
        outcome.ThenOne<FallbackBegun>().Resumes.ShouldBeTrue();
        ReportAttemptDecision.Decide(new(TheRun, Step.Ingest("expenses"), 8, new StepResult.Ingested([], 1, "f")), outcome.After, RetryPolicies.Default, deadline).ShouldHaveSingleItem()
            .ShouldBeOfType<StaleResultRecorded>();
    }

    [Fact]
    public void a_fallback_whose_last_model_fails_publishes_the_placeholder_alone()
    {
        var fallen = run.Given([.. withoutExpenses, .. run.Given(withoutExpenses).Deciding(run => FallBack(run)).Events, Attempt(Step.Transform("daily"), 1, 9)]);
        var outcome = fallen.Deciding(run => ReportAttemptDecision.Decide(new(TheRun, Step.Transform("daily"), 9, new StepResult.Failed(Broken)), run, RetryPolicies.Default, deadline));
        outcome.Events.Select(e => e.GetType()).ShouldBe([typeof(AttemptFailed), typeof(FallbackBegun)]);
        outcome.After.OpenSteps.ShouldBe([Step.Publish]);
    }

    [Fact]
    public void a_fallback_does_not_begin_before_the_deadline() => run.Given(withoutExpenses).Deciding(run => FallBack(run, deadline.AddSeconds(-1))).ThenNothing();

    [Fact]
    public void a_fallback_is_not_owed_once_the_run_is_published() =>
        RunWork.Pending(run.Given([.. withoutExpenses, new RunPublished(TheRun, RunOutcome.Succeeded, Completeness.Complete, [], Now, "x@1")]).State!).ShouldBeEmpty();

    [Fact]
    public void nor_once_it_is_cancelled() => RunWork.Pending(run.Given([.. withoutExpenses, new RunCancelled(TheRun, null, "ann", Now)]).State!).ShouldBeEmpty();

    [Fact]
    public void complete_numbers_stay_where_they_are_when_a_run_passes_its_deadline()
    {
        var complete = Interval.Fold(theDay, new Published(TheInterval, 1, TheRun, Completeness.Complete, null, [], [], [], Now, "x@1"));
        var outcome = run.Given(withoutExpenses).Deciding(run => FallBack(run, interval: complete));
        outcome.ThenOne<DeadlinePassed>();
        RunWork.Pending(outcome.After).ShouldNotContain(owed => owed.Kind == WorkKind.Fallback);
    }

    /// <summary>domain.md 2.2: a backfill comes to its end, also where what it was to read again is no longer there.</summary>
    [Fact]
    public void a_backfill_run_that_waits_beside_complete_numbers_ends_at_its_deadline()
    {
        var complete = Interval.Fold(theDay, new Published(TheInterval, 1, TheRun, Completeness.Complete, null, [], [], [], Now, "x@1"));
        var outcome = run.Given([promised with { OfHistory = true }, .. withoutExpenses[1..]]).Deciding(run => FallBack(run, interval: complete));
        outcome.Events.Last().ShouldBeOfType<RunFailed>();
        outcome.After.IsCutShort.ShouldBeTrue("What comes after all opens it again.");
    }

    /// <summary>domain.md 2.2: a backfill publishes what can be computed, also where a source cannot be read, a check blocks or a model fails.</summary>
    [Theory]
    [InlineData(Audience.Investors, true)]
    [InlineData(Audience.Experiments, false)]
    public void a_backfill_run_that_fails_falls_back_where_it_has_readers_and_nobody_is_paged(Audience audience, bool fallsBack)
    {
        var definition = Definition("expenses") with { Audience = audience };
        object[] reading = [Started with { OfHistory = true, Plan = twoSources }, Attempt(Step.Ingest("orders")), Attempt(Step.Ingest("expenses"), fence: 8)];
        var held = run.Given(reading)
            .Deciding(run => ReportAttemptDecision.Decide(new(TheRun, Step.Ingest("expenses"), 8, new StepResult.Failed(Broken)) { Definition = definition }, run, RetryPolicies.Default, Now));
        IncidentCauses.Of(held.Events, run.Given(reading).State!, Now).ShouldBeEmpty();
        (held.After.Outcome is RunOutcome.Failed).ShouldBe(!fallsBack);
        RunWork.Pending(held.After).ShouldNotContain(owed => owed.Kind == WorkKind.Fallback, "The other source is still being read.");
        if (!fallsBack)
        {
            return;
        }

        var read = run.Given([.. reading, .. held.Events, new SourceIngested(TheRun, "orders", [], 10, "f", Now)]);
        RunWork.Pending(read.State!).ShouldHaveSingleItem().Kind.ShouldBe(WorkKind.Fallback);
        var fallen = read.Deciding(run => FallBack(run, Now));
        fallen.ThenOne<FallbackBegun>().ShouldSatisfyAllConditions(begun => begun.Unreadable!.ShouldBe(["expenses"]), begun => begun.Absent.ShouldBeEmpty());
        fallen.After.OpenSteps.ShouldNotBeEmpty();
    }

    [Fact]
    public void a_backfill_run_that_fails_beside_complete_numbers_fails_with_what_was_wrong()
    {
        var complete = Interval.Fold(theDay, new Published(TheInterval, 1, TheRun, Completeness.Complete, null, [], [], [], Now, "x@1"));
        object[] computing = [Started with { OfHistory = true }, .. UpToModels[1..], Attempt(Step.Transform("daily"))];
        var held = run.Given(computing)
            .Deciding(run => ReportAttemptDecision.Decide(
            new(TheRun, Step.Transform("daily"), 7, new StepResult.Failed(Broken)) { Definition = Definition("expenses") }, run, RetryPolicies.Default, Now));
        var failed = run.Given([.. computing, .. held.Events]).Deciding(run => FallBack(run, Now, complete)).Events.Last().ShouldBeOfType<RunFailed>();
        failed.Error.ShouldBe(Broken);
    }

    [Fact]
    public void a_backfill_run_that_fails_when_a_later_generation_is_there_is_superseded()
    {
        object[] computing = [Started with { OfHistory = true }, .. UpToModels[1..], Attempt(Step.Transform("daily"))];
        var held = run.Given(computing)
            .Deciding(run => ReportAttemptDecision.Decide(
            new(TheRun, Step.Transform("daily"), 7, new StepResult.Failed(Broken)) { Definition = Definition("expenses") }, run, RetryPolicies.Default, Now));
        run.Given([.. computing, .. held.Events]).Deciding(run => FallBack(run, Now, theDay with { Generation = 2 })).Events.Last().ShouldBeOfType<RunSuperseded>();
    }

    [Fact]
    public void a_run_does_not_fall_back_where_a_later_generation_has_a_deadline_of_its_own() =>
        run.Given(withoutExpenses).Deciding(run => FallBack(run, interval: theDay with { Generation = 2 })).ThenOne<DeadlinePassed>();

    [Fact]
    public void a_run_for_experiments_ends_failed_at_its_deadline()
    {
        var experiments = promised with { Deadline = promised.Deadline! with { FallsBack = false } };
        var outcome = run.Given([experiments, .. withoutExpenses.Skip(1)]).Deciding(run => FallBack(run));
        outcome.After.Outcome.ShouldBe(RunOutcome.Failed);
        RunWork.Pending(outcome.After).ShouldBeEmpty();
    }

    static Interval OfPartialNumbers => theDay with { Generation = 1, Publication = new(1, TheRun, Completeness.Partial, null, [], [], Now, [], 2) };

    static readonly object[] reading = [
        promised, Attempt(Step.Ingest("expenses")), new SourceMissing(TheRun, "expenses", ["expenses.csv"], Now, Now.AddMinutes(1)), Attempt(Step.Ingest("orders"), 1, 8)];

    [Fact]
    public void partial_numbers_stay_at_the_deadline_while_the_run_is_under_way()
    {
        var outcome = run.Given(reading).Deciding(run => FallBack(run, interval: OfPartialNumbers));
        outcome.ThenOne<DeadlinePassed>();
        RunWork.Pending(outcome.After).ShouldNotContain(owed => owed.Kind == WorkKind.Fallback);
        run.Given([.. reading, .. outcome.Events]).Deciding(run => FallBack(run, interval: OfPartialNumbers)).ThenNothing();
        run.Given([.. reading, .. outcome.Events, Failed(Step.Ingest("orders"), 1, deadline.AddMinutes(1))]).Deciding(run => FallBack(run, interval: OfPartialNumbers)).ThenNothing();
    }

    // What a resumed run has read is shown, whatever still lacks and however late it turns out to.
    [Fact]
    public void partial_numbers_are_replaced_by_what_a_run_has_when_it_can_get_no_further()
    {
        object[] putOff = [.. reading, .. run.Given(reading).Deciding(run => FallBack(run, interval: OfPartialNumbers)).Events];
        var waiting = run.Given([.. putOff, new SourceIngested(TheRun, "orders", [], 3, "f", deadline)]);
        RunWork.Pending(waiting.State!).ShouldContain(owed => owed.Kind == WorkKind.Fallback && owed.Due == deadline);
        var begun = waiting.Deciding(run => FallBack(run, interval: OfPartialNumbers)).ThenOne<FallbackBegun>();
        begun.Absent.ShouldBe(["expenses"]);
        begun.Resumes.ShouldBeFalse();

        var failed = run.Given([.. putOff, Failed(Step.Ingest("orders"), 1, null), new RunFailed(TheRun, "No column amount.", Broken, deadline)]);
        RunWork.Pending(failed.State!).ShouldContain(owed => owed.Kind == WorkKind.Fallback);
        failed.Deciding(run => FallBack(run, interval: OfPartialNumbers)).ThenOne<FallbackBegun>().Unreadable.ShouldBe(["orders"]);
    }

    [Fact]
    public void partial_numbers_are_replaced_by_those_of_a_run_that_still_lacks_something() =>
        run.Given(withoutExpenses).Deciding(run => FallBack(run, interval: OfPartialNumbers)).ThenOne<FallbackBegun>().Absent.ShouldBe(["expenses"]);
}
