using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.Metrics;
using EventedPipelines.Domain.Pipelines;
using EventedPipelines.Domain.Policies;
using EventedPipelines.Domain.Runs;
using EventedPipelines.Domain.Work;
using static EventedPipelines.Tests.Unit.Runs.RunHistory;

namespace EventedPipelines.Tests.Unit.Runs;

/// <summary>What becomes of a run that is unresolved at its deadline (domain.md 3.4).</summary>
public sealed class FallBackSpecs
{
    static readonly DateTimeOffset Deadline = Now.AddHours(3);
    static readonly RunPlan TwoSources = new(["orders", "expenses"], false, ["daily", "net"], false);
    static readonly RunStarted Promised = Started with { Plan = TwoSources, Deadline = new(Deadline, TimeSpan.FromMinutes(2), FallsBack: true) };
    static readonly object[] WithoutExpenses =
    [
        Promised, Attempt(Step.Ingest("orders")), new SourceIngested(TheRun, "orders", [], 3, "f", Now),
        Attempt(Step.Ingest("expenses"), 1, 8), new SourceMissing(TheRun, "expenses", ["expenses.csv"], Now, Now.AddMinutes(1)),
    ];

    static readonly Interval TheDay = Interval.Fold(null, new GenerationOpened(TheInterval, "aggregate-profit", "profit", Day, 1, RunCause.Schedule, null, "scheduler", 1, Now, "schedule@2"))!;

    static PipelineDefinition Definition(params string[] needs) => new(
        "aggregate-profit", "profit", Audience.Investors, Grain.Day, "UTC", [], [
            new("daily", Grain.Day, "select sum(amount) as revenue from orders", null),
            new("net", Grain.Day, "select revenue, (select sum(amount) from expenses) as spent from daily", new("net", [new("revenue", "decimal(19,4)"), new("spent", "decimal(19,4)", Needs: needs)], [])),
        ], [], [new("revenue", "daily", "sum(revenue)", "day", Grain.Day, "USD", []), new("net_profit", "net", "sum(spent)", "day", Grain.Day, "USD", [])]);

    static IEnumerable<object> FallBack(Run run, DateTimeOffset? at = null, Interval? interval = null, params string[] needs) =>
        FallBackDecision.Decide(new(Definition(needs), "Amara and Bruno"), interval ?? TheDay, run, at ?? Deadline);

    [Fact]
    public void a_promised_run_owes_it_at_the_deadline() =>
        RunWork.Pending(run.Given(WithoutExpenses).State!).Where(owed => owed.Kind == WorkKind.Fallback).ShouldHaveSingleItem().Due.ShouldBe(Deadline);

    [Fact]
    public void one_that_is_publishing_gets_its_grace() =>
        RunWork.Pending(run.Given([UpToPublishPromised, .. UpToPublish.Skip(1)]).State!).Where(owed => owed.Kind == WorkKind.Fallback).ShouldHaveSingleItem().Due.ShouldBe(Deadline.AddMinutes(2));

    static RunStarted UpToPublishPromised => Started with { Deadline = Promised.Deadline };

    [Fact]
    public void what_can_be_computed_without_the_missing_source_is()
    {
        var outcome = run.Given(WithoutExpenses).Deciding(run => FallBack(run, needs: "expenses"));
        var begun = outcome.ThenOne<FallbackBegun>();
        begun.Absent.ShouldBe(["expenses"]);
        begun.Skipped.ShouldBeEmpty();
        outcome.After.OpenSteps.ShouldBe([Step.Transform("daily")]);
        begun.Placeholder.ToString().ShouldStartWith("Without 'expenses'. It has not arrived, or not as a whole. Owned by Amara and Bruno.");
    }

    [Fact]
    public void a_model_that_does_not_say_what_needs_the_source_is_not_computed() =>
        run.Given(WithoutExpenses).Deciding(run => FallBack(run)).ThenOne<FallbackBegun>().Skipped.ShouldBe(["net"]);

    [Fact]
    public void its_numbers_are_placeholders_and_the_others_are_complete()
    {
        var fallen = run.Given([.. WithoutExpenses, .. run.Given(WithoutExpenses).Deciding(run => FallBack(run)).Events,
            Attempt(Step.Transform("daily"), 1, 9), new TransformSucceeded(TheRun, "daily", 1, new("abc", 1), Deadline), Attempt(Step.Publish, 1, 10)]);
        var published = PublishRunDecision.Decide(
            new(TheRun, 10, Definition(), [], [new("revenue", new Dictionary<string, string>(), Day, 5m, "USD")]), TheDay, fallen.State!, Deadline).Published.ShouldNotBeNull();
        published.Completeness.ShouldBe(Completeness.Partial);
        published.Points.Select(point => (point.Metric, point.Value, point.State, HasWarning: point.Warning is not null)).ShouldBe(
            [("revenue", 5m, PointState.Complete, false), ("net_profit", null, PointState.NotComputable, true)]);
    }

    [Fact]
    public void a_failed_run_publishes_a_placeholder_and_nothing_else()
    {
        object[] failed = [.. WithoutExpenses, new RunFailed(TheRun, "No column amount.", Broken, Now)];
        RunWork.Pending(run.Given(failed).State!).ShouldHaveSingleItem().Kind.ShouldBe(WorkKind.Fallback);
        var outcome = run.Given(failed).Deciding(run => FallBack(run));
        outcome.ThenOne<FallbackBegun>().Resumes.ShouldBeFalse();
        outcome.After.OpenSteps.ShouldBe([Step.Publish]);
    }

    // What is corrected after the deadline is restated (domain.md 3.4).
    [Fact]
    public void a_source_that_it_failed_on_is_late_data_once_it_can_be_read()
    {
        object[] failed = [.. WithoutExpenses.Take(3), Attempt(Step.Ingest("expenses"), 1, 8), Failed(Step.Ingest("expenses"), 1, null), new RunFailed(TheRun, "No column amount.", Broken, Now)];
        object[] fallen = [.. failed, .. run.Given(failed).Deciding(run => FallBack(run)).Events, Attempt(Step.Publish, 1, 9)];
        var published = run.Given([.. fallen, new RunPublished(TheRun, RunOutcome.PublishedPartial, Completeness.Partial, [], Deadline, "x@1")]).State!;
        LateData.Change("expenses", [new IngestedFile("expenses.csv", "1", "file", 5, 100, 0)], published).ShouldBe("expenses.csv of 'expenses' has come");
    }

    [Fact]
    public void one_that_was_getting_on_resumes_in_a_generation_of_its_own()
    {
        var outcome = run.Given([.. WithoutExpenses.Take(3), Attempt(Step.Ingest("expenses"), 1, 8)]).Deciding(run => FallBack(run));
        outcome.ThenOne<FallbackBegun>().Resumes.ShouldBeTrue();
        ReportAttemptDecision.Decide(new(TheRun, Step.Ingest("expenses"), 8, new StepResult.Ingested([], 1, "f")), outcome.After, RetryPolicies.Default, Deadline).ShouldHaveSingleItem().ShouldBeOfType<StaleResultRecorded>();
    }

    [Fact]
    public void a_failure_on_the_way_leaves_the_placeholder_alone()
    {
        var fallen = run.Given([.. WithoutExpenses, .. run.Given(WithoutExpenses).Deciding(run => FallBack(run)).Events, Attempt(Step.Transform("daily"), 1, 9)]);
        var outcome = fallen.Deciding(run => ReportAttemptDecision.Decide(new(TheRun, Step.Transform("daily"), 9, new StepResult.Failed(Broken)), run, RetryPolicies.Default, Deadline));
        outcome.Events.Select(e => e.GetType()).ShouldBe([typeof(AttemptFailed), typeof(FallbackBegun)]);
        outcome.After.OpenSteps.ShouldBe([Step.Publish]);
    }

    [Fact]
    public void it_is_silent_before_the_deadline() => run.Given(WithoutExpenses).Deciding(run => FallBack(run, Deadline.AddSeconds(-1))).ThenNothing();

    [Fact]
    public void it_is_not_owed_once_the_run_is_published() =>
        RunWork.Pending(run.Given([.. WithoutExpenses, new RunPublished(TheRun, RunOutcome.Succeeded, Completeness.Complete, [], Now, "x@1")]).State!).ShouldBeEmpty();

    [Fact]
    public void complete_numbers_stay()
    {
        var complete = Interval.Fold(TheDay, new Published(TheInterval, 1, TheRun, Completeness.Complete, null, [], [], [], Now, "x@1"));
        var outcome = run.Given(WithoutExpenses).Deciding(run => FallBack(run, interval: complete));
        outcome.ThenOne<DeadlinePassed>();
        RunWork.Pending(outcome.After).ShouldNotContain(owed => owed.Kind == WorkKind.Fallback);
    }

    [Fact]
    public void a_later_generation_has_a_deadline_of_its_own() =>
        run.Given(WithoutExpenses).Deciding(run => FallBack(run, interval: TheDay with { Generation = 2 })).ThenOne<DeadlinePassed>();

    [Fact]
    public void one_for_experiments_ends_failed()
    {
        var experiments = Promised with { Deadline = Promised.Deadline! with { FallsBack = false } };
        var outcome = run.Given([experiments, .. WithoutExpenses.Skip(1)]).Deciding(run => FallBack(run));
        outcome.After.Outcome.ShouldBe(RunOutcome.Failed);
        RunWork.Pending(outcome.After).ShouldBeEmpty();
    }
}
