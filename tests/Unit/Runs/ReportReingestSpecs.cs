using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Reliability.Incidents;
using static EventedPipelines.Tests.Unit.Runs.RunHistory;

namespace EventedPipelines.Tests.Unit.Runs;

/// <summary>A file that does not come is fetched, with a budget of its own (domain.md 2.5).</summary>
public sealed class ReportReingestSpecs
{
    static readonly Step orders = Step.Ingest("orders");
    static readonly object[] missing = [Started, Attempt(orders), new SourceMissing(TheRun, "orders", ["orders.csv"], Now, Now.AddMinutes(1), Now.AddMinutes(1))];

    static ReingestFailed Failed(int number, double? next) => new(TheRun, "orders", number, 3, "nothing", Now, next is { } minutes ? Now.AddMinutes(minutes) : null);

    static Decision Report(Run run, string? failure) => ReportReingestDecision.Decide(new(TheRun, "orders", failure, ["orders.csv"]), run, ReingestPolicy.Default, Now);

    [Fact]
    public void a_source_that_was_fetched_continues_the_run()
    {
        var outcome = run.Given(missing).Deciding(run => Report(run, null));
        outcome.ThenOne<SourceArrived>();
        RunWork.Pending(outcome.After).ShouldHaveSingleItem().Kind.ShouldBe(WorkKind.Ingest);
    }

    [Fact]
    public void the_second_attempt_is_five_minutes_later() => run.Given(missing).Deciding(run => Report(run, "nothing")).Then(Failed(1, 5));

    [Fact]
    public void the_third_attempt_to_fetch_a_source_is_the_last_and_the_run_goes_on_waiting()
    {
        var outcome = run.Given([.. missing, Failed(1, 5), Failed(2, 15)]).Deciding(run => Report(run, "nothing"));
        outcome.Then(Failed(3, null), new ReingestionExhausted(TheRun, "orders", 3, ["orders.csv"], Now, AfterReingestion.Waits));
        RunWork.Pending(outcome.After).ShouldHaveSingleItem().Kind.ShouldBe(WorkKind.SourceWatch);
    }

    [Fact]
    public void a_file_that_is_being_written_costs_no_attempt_and_is_not_fetched_over()
    {
        var outcome = run.Given([.. missing, Failed(1, 5), Failed(2, 15)]).Deciding(run => ReportReingestDecision.Decide(
            new(TheRun, "orders", "It is still being written.", ["orders.csv"]) { Settles = TimeSpan.FromSeconds(4) }, run, ReingestPolicy.Default, Now));
        outcome.ThenOne<SourceMissing>().IsSettling.ShouldBeTrue();
        outcome.After.ProgressOf(orders).Reingests.ShouldBe(2);
        RunWork.Pending(outcome.After).Select(owed => (owed.Kind, owed.Due)).ShouldBe([(WorkKind.SourceWatch, Now.AddSeconds(4))]);
    }

    [Theory]
    [InlineData(2, 15)]
    [InlineData(3, null)]
    public void a_file_that_was_being_written_and_is_away_again_is_fetched_while_the_budget_lasts(int spent, int? minutes)
    {
        object[] settling = [Started, Attempt(orders), .. missing[2..], .. Enumerable.Range(1, spent).Select(number => Failed(number, null)),
            new SourceMissing(TheRun, "orders", ["orders.csv"], Now, Now.AddSeconds(4), IsSettling: true)];
        var outcome = run.Given(settling).Deciding(run => NoticeGoneDecision.Decide(new(TheRun, "orders", ["orders.csv"]), run, ReingestPolicy.Default, Now));
        outcome.Events.OfType<SourceMissing>().SingleOrDefault()?.ReingestAt.ShouldBe(Now.AddMinutes(minutes ?? 0));
        outcome.Events.OfType<SourceMissing>().ShouldAllBe(missing => missing.NextLookAt == Now.AddMinutes(1));
        outcome.Events.Length.ShouldBe(minutes is null ? 0 : 1);
    }

    [Fact]
    public void a_source_of_which_some_files_are_there_has_not_come()
    {
        object[] incomplete = [Started with { Plan = Plan with { Sources = ["orders", "expenses"] } }, Attempt(orders),
            new SourceMissing(TheRun, "orders", ["30.csv"], Now, Now.AddMinutes(1)) { There = [new("29.csv", "1", "file", 5, 100, 0)] }];
        var read = run.Given([.. incomplete, new SourceIngested(TheRun, "expenses", [], 3, "f", Now)]).State!;
        read.Sources.Keys.Order().ShouldBe(["expenses", "orders"]);
        read.Arrived.ShouldBe(["expenses"]);
    }

    /// <summary>domain.md 2.2, 3.4: a backfill pages nobody, publishes what can be computed where a source never had anything, and ends where readers wait for complete data.</summary>
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void a_backfill_run_whose_source_never_came_goes_without_it_or_ends_and_nobody_is_paged(bool ofHistory, bool fallsBack)
    {
        var spent = run.Given([Started with { OfHistory = ofHistory }, .. missing[1..], Failed(1, 5), Failed(2, 15)]);
        var outcome = spent.Deciding(run => ReportReingestDecision.Decide(new(TheRun, "orders", "nothing", ["orders.csv"], fallsBack), run, ReingestPolicy.Default, Now));

        RunWork.Pending(outcome.After).Any(owed => owed.Kind == WorkKind.Fallback && owed.Due == Now).ShouldBe(ofHistory);
        outcome.After.Deadline?.FallsBack.ShouldBe(fallsBack);
        IncidentCauses.Of(outcome.Events, spent.State!, Now).Any().ShouldBe(!ofHistory);
    }

    [Fact]
    public void a_backfill_run_for_experiments_ends_so_that_a_file_that_comes_opens_it_again()
    {
        var interval = Interval.Fold(null, new GenerationOpened(TheInterval, "daily-growth", "growth", Day, 1, RunCause.Backfill, null, "ann", 1, Now, "x@1") { OfHistory = true })!;
        var definition = new PipelineDefinition("daily-growth", "growth", Audience.Experiments, Grain.Day, "UTC", [], [], [], []);
        var outcome = run.Given([Started with { OfHistory = true }, .. missing[1..], Failed(1, 5), Failed(2, 15)])
            .Deciding(run => ReportReingestDecision.Decide(new(TheRun, "orders", "nothing", ["orders.csv"]), run, ReingestPolicy.Default, Now));

        object[] end = [.. FallBackDecision.Decide(new(definition, "Amara"), interval, outcome.After, Now)];
        var ended = end.Aggregate(outcome.After, (state, e) => Run.Fold(state, e)!);
        (ended.Outcome, ended.IsCutShort, RunWork.Pending(ended).Any()).ShouldBe((RunOutcome.Failed, true, false));
        IncidentCauses.Of(end, outcome.After, Now).ShouldBeEmpty();
        LateData.Resumes(ended).ShouldBeNull("It lacks its file.");
        LateData.Change(new("orders", [new("orders.csv", "1", "f", 3, 10, 0)]), interval, ended).ShouldBe("orders.csv of 'orders' has come");
    }

    [Fact]
    public void a_report_of_reingestion_changes_nothing_when_the_file_came_by_itself() =>
        run.Given([.. missing, new SourceArrived(TheRun, "orders", Now)]).Deciding(run => Report(run, null)).ThenNothing();

    [Fact]
    public void a_report_of_reingestion_changes_nothing_when_a_later_generation_took_over() =>
        run.Given([.. missing, new RunSuperseded(TheRun, 2, Now, "x@1")]).Deciding(run => Report(run, "nothing")).ThenNothing();

    [Fact]
    public void a_source_that_came_and_went_missing_again_has_what_is_left_of_its_budget() =>
        run.Given([.. missing, Failed(1, 5), Failed(2, 15), new SourceArrived(TheRun, "orders", Now), Attempt(orders, 1, 8)])
            .Deciding(run => ReportAttemptDecision.Decide(new(TheRun, orders, 8, new StepResult.Missing(["orders.csv"])), run, RetryPolicies.Default, Now))
            .ThenOne<SourceMissing>().ReingestAt.ShouldBe(Now.AddMinutes(15));

    [Fact]
    public void a_gap_that_a_completeness_check_finds_is_fetched()
    {
        var gap = Result("complete", CheckOutcome.Failed, CheckAction.Block) with { Kind = CheckKind.Completeness };
        var outcome = run.Given([.. UpToInputChecks, Attempt(Step.CheckInputs)])
            .Deciding(run => ReportAttemptDecision.Decide(new(TheRun, Step.CheckInputs, 7, new StepResult.Checked([gap], [])), run, RetryPolicies.Default, Now));
        outcome.Events.Last().ShouldBeOfType<SourceIncomplete>().ReingestAt.ShouldBe(Now.AddMinutes(1));
        RunWork.Pending(outcome.After).Select(owed => owed.Kind).ShouldBe([WorkKind.SourceWatch, WorkKind.Reingest]);
    }

    [Fact]
    public void a_completeness_checks_own_action_counts_once_the_budget_of_reingestion_is_spent()
    {
        var gap = Result("complete", CheckOutcome.Failed, CheckAction.Block) with { Kind = CheckKind.Completeness };
        run.Given([.. missing, Failed(1, 5), Failed(2, 15), Failed(3, null), new SourceArrived(TheRun, "orders", Now), Attempt(orders, 1, 8), new SourceIngested(TheRun, "orders", [], 10, "f", Now),
            Attempt(Step.CheckInputs, 1, 9)])
            .Deciding(run => ReportAttemptDecision.Decide(new(TheRun, Step.CheckInputs, 9, new StepResult.Checked([gap], [])), run, RetryPolicies.Default, Now))
            .Events.Last().ShouldBeOfType<RunFailed>();
    }
}
