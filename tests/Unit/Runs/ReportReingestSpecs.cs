using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Domain.Production.Deliveries;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Reliability.Incidents;
using static EventedPipelines.Tests.Unit.Runs.RunHistory;

namespace EventedPipelines.Tests.Unit.Runs;

/// <summary>A file that does not come is fetched, with a budget of its own (domain.md 2.5).</summary>
public sealed class ReportReingestSpecs
{
    static readonly Step orders = Step.Ingest("orders");
    static readonly SourceDefinition source = new("orders", "orders.csv", null, new(), new("orders", 1, [], [], null));
    static readonly object[] missing = [Started, Attempt(orders), new SourceMissing(TheRun, "orders", ["orders.csv"], Now, Now.AddMinutes(1), Now.AddMinutes(1))];

    static ReingestFailed Failed(int number, double? next) => new(TheRun, "orders", number, 3, "nothing", Now, next is { } minutes ? Now.AddMinutes(minutes) : null);

    static Decision Report(Run run, int number, bool fallsBack = false) =>
        ReportReingestDecision.Decide(new("orders", number, 3, "nothing", number < 3 ? Now.AddMinutes(number == 1 ? 5 : 15) : null, ["orders.csv"], fallsBack), run, Now);

    static LackingDelivery Lacking(int attempts, double? minutes) => new(Delivery.IdOf(source, Day), Day, attempts, minutes is { } next ? Now.AddMinutes(next) : null);

    [Fact]
    public void a_run_that_waits_owes_a_look_and_leaves_the_fetching_to_the_delivery() =>
        RunWork.Pending(run.Given(missing).State!).ShouldHaveSingleItem().Kind.ShouldBe(WorkKind.SourceWatch);

    [Fact]
    public void a_vain_attempt_at_a_delivery_is_known_to_the_runs_that_wait_for_it() => run.Given(missing).Deciding(run => Report(run, 1)).Then(Failed(1, 5));

    [Fact]
    public void the_last_attempt_to_fetch_a_source_is_spent_and_the_run_goes_on_waiting()
    {
        var outcome = run.Given([.. missing, Failed(1, 5), Failed(2, 15)]).Deciding(run => Report(run, 3));
        outcome.Then(Failed(3, null), new ReingestionExhausted(TheRun, "orders", 3, ["orders.csv"], Now, AfterReingestion.Waits));
        RunWork.Pending(outcome.After).ShouldHaveSingleItem().Kind.ShouldBe(WorkKind.SourceWatch);
    }

    [Fact]
    public void a_run_that_comes_when_the_attempts_are_spent_knows_it_at_once()
    {
        var outcome = run.Given([Started with { OfHistory = true }, Attempt(orders)]).Deciding(run => ReportAttemptDecision.Decide(
            new(TheRun, orders, 7, new StepResult.Missing(["orders.csv"]) { Lacking = [Lacking(3, null)] }), run, RetryPolicies.Default, Now));

        outcome.Events.Select(e => e.GetType()).ShouldBe([typeof(SourceMissing), typeof(ReingestionExhausted)]);
        outcome.Events.OfType<ReingestionExhausted>().Single().Next.ShouldBe(AfterReingestion.Ends);
    }

    [Fact]
    public void a_run_waits_for_the_deliveries_that_lack_something_until_the_first_of_them_is_fetched()
    {
        LackingDelivery[] lacking = [Lacking(0, 5), Lacking(1, 1)];
        var missed = run.Given([Started, Attempt(orders)])
            .Deciding(run => ReportAttemptDecision.Decide(new(TheRun, orders, 7, new StepResult.Missing(["orders.csv"]) { Lacking = lacking }), run, RetryPolicies.Default, Now))
            .ThenOne<SourceMissing>();

        (missed.ReingestAt, missed.Awaits).ShouldBe((Now.AddMinutes(1), lacking));
    }

    [Fact]
    public void a_file_that_was_being_written_and_is_away_again_is_missing()
    {
        object[] settling = [Started, Attempt(orders), new SourceMissing(TheRun, "orders", ["orders.csv"], Now, Now.AddSeconds(4), IsSettling: true)];
        var outcome = run.Given(settling).Deciding(run => NoticeGoneDecision.Decide(new(TheRun, "orders", ["orders.csv"], [Lacking(1, 5)]), run, Now));

        var missed = outcome.ThenOne<SourceMissing>();
        (missed.NextLookAt, missed.ReingestAt, missed.IsSettling).ShouldBe((Now.AddMinutes(1), Now.AddMinutes(5), false));
        run.Given([.. settling, missed]).Deciding(run => NoticeGoneDecision.Decide(new(TheRun, "orders", ["orders.csv"], [Lacking(1, 5)]), run, Now)).ThenNothing();
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
        var outcome = spent.Deciding(run => Report(run, 3, fallsBack));

        RunWork.Pending(outcome.After).Any(owed => owed.Kind == WorkKind.Fallback && owed.Due == Now).ShouldBe(ofHistory);
        outcome.After.Deadline?.FallsBack.ShouldBe(fallsBack);
        IncidentCauses.Of(outcome.Events, spent.State!, Now).ShouldBeEmpty("The delivery tells it, once for all that wait.");
    }

    [Fact]
    public void a_backfill_run_for_experiments_ends_so_that_a_file_that_comes_opens_it_again()
    {
        var interval = Interval.Fold(null, new GenerationOpened(TheInterval, "daily-growth", "growth", Day, 1, RunCause.Backfill, null, "ann", 1, Now, "x@1") { OfHistory = true })!;
        var definition = new PipelineDefinition("daily-growth", "growth", Audience.Experiments, Grain.Day, "UTC", [], [], [], []);
        var outcome = run.Given([Started with { OfHistory = true }, .. missing[1..], Failed(1, 5), Failed(2, 15)])
            .Deciding(run => Report(run, 3));

        object[] end = [.. FallBackDecision.Decide(new(definition, "Amara"), interval, outcome.After, Now)];
        var ended = end.Aggregate(outcome.After, (state, e) => Run.Fold(state, e)!);
        (ended.Outcome, ended.IsCutShort, RunWork.Pending(ended).Any()).ShouldBe((RunOutcome.Failed, true, false));
        IncidentCauses.Of(end, outcome.After, Now).ShouldBeEmpty();
        LateData.Resumes(ended).ShouldBeNull("It lacks its file.");
        LateData.Change(new("orders", [new("orders.csv", "1", "f", 3, 10, 0)]), interval, ended).ShouldBe("orders.csv of 'orders' has come");
    }

    [Fact]
    public void a_report_of_reingestion_changes_nothing_when_the_file_came_by_itself() =>
        run.Given([.. missing, new SourceArrived(TheRun, "orders", Now)]).Deciding(run => Report(run, 1)).ThenNothing();

    [Fact]
    public void a_report_of_reingestion_changes_nothing_when_a_later_generation_took_over() =>
        run.Given([.. missing, new RunSuperseded(TheRun, 2, Now, "x@1")]).Deciding(run => Report(run, 1)).ThenNothing();

    [Theory]
    [InlineData(1.0)]
    [InlineData(null)]
    public void a_gap_that_a_completeness_check_finds_is_fetched_while_the_delivery_has_attempts_left(double? minutes)
    {
        var gap = Result("complete", CheckOutcome.Failed, CheckAction.Block) with { Kind = CheckKind.Completeness };
        var found = new StepResult.Checked([gap], []) { Gaps = new Dictionary<string, IReadOnlyList<LackingDelivery>> { ["orders"] = [Lacking(0, minutes)] } };
        var outcome = run.Given([.. UpToInputChecks, Attempt(Step.CheckInputs)])
            .Deciding(run => ReportAttemptDecision.Decide(new(TheRun, Step.CheckInputs, 7, found), run, RetryPolicies.Default, Now));

        if (minutes is null)
        {
            outcome.Events.Last().ShouldBeOfType<RunFailed>("The check's own action counts.");
            return;
        }

        var incomplete = outcome.Events.Last().ShouldBeOfType<SourceIncomplete>();
        (incomplete.ReingestAt, incomplete.Awaits!.Single()).ShouldBe((Now.AddMinutes(1), Lacking(0, 1)));
        RunWork.Pending(outcome.After).Select(owed => owed.Kind).ShouldBe([WorkKind.SourceWatch]);
    }
}
