using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using static EventedPipelines.Tests.Unit.Runs.RunHistory;

namespace EventedPipelines.Tests.Unit.Intervals;

/// <summary>What opens a generation by itself, and what would do so for ever and does not (domain.md 2.5).</summary>
public sealed class LateDataSpecs
{
    static readonly RunStarted two = Started with { Plan = new(["orders", "expenses"], false, ["daily"], false) };
    static readonly SourceMissing ordersMissing = new(TheRun, "orders", ["orders.csv"], Now, Now.AddMinutes(1));
    static readonly Interval opened = Interval.Fold(null, new GenerationOpened(TheInterval, "aggregate-profit", "profit", Day, 1, RunCause.Schedule, null, "scheduler", 1, Now, "x@1"))!;
    static readonly StepError atDeadline = new(ErrorClass.Permanent, "The deadline has passed.", Fallbacks.AtDeadline, "Bring it.");

    static IngestedFile File(string name, string sha256, long rows = 5) => new(name, sha256, $"file {sha256}", rows, 100, 0);

    static SourceLook There(string source, params IngestedFile[] files) => new(source, files);

    static Run After(params object[] history) => history.Aggregate(default(Run), Run.Fold)!;

    static Run Read(params IngestedFile[] files) => After(Started, Attempt(Step.Ingest("orders")), new SourceIngested(TheRun, "orders", files, 5, "f", Now));

    static string? Change(Run run, params IngestedFile[] files) => LateData.Change(There("orders", files), opened, run);

    [Fact]
    public void the_same_rows_again_are_no_late_data() => Change(Read(File("a.csv", "1")), File("a.csv", "1")).ShouldBeNull();

    [Fact]
    public void other_rows_in_a_file_are_late_data() => Change(Read(File("a.csv", "1")), File("a.csv", "2")).ShouldBe("a.csv of 'orders' has changed");

    [Fact]
    public void a_file_that_was_not_there_is_late_data() => Change(Read(File("a.csv", "1")), File("a.csv", "1"), File("b.csv", "2")).ShouldBe("b.csv of 'orders' has come");

    /// <summary>A file of many intervals that is broken is told by the next run, and not by a generation of each of them.</summary>
    [Theory]
    [InlineData(false, "'orders' has come and cannot be read: b.csv: The column is missing.")]
    [InlineData(true, null)]
    public void a_file_that_cannot_be_read_is_late_data_where_it_is_the_intervals_own(bool isShared, string? change) =>
        LateData.Change(new("orders", null, "b.csv: The column is missing.") { IsShared = isShared }, opened, Read(File("a.csv", "1"))).ShouldBe(change);

    [Fact]
    public void one_file_too_many_without_rows_for_the_interval_is_no_late_data() => Change(Read(), File("b.csv", "2", rows: 0)).ShouldBeNull();

    [Fact]
    public void a_source_that_was_missing_has_come_also_where_none_of_its_files_is_for_the_interval() =>
        Change(After(Started, Attempt(Step.Ingest("orders")), ordersMissing)).ShouldBe("'orders' has come");

    [Fact]
    public void a_file_that_was_read_and_comes_again_under_another_name_is_no_late_data()
    {
        var copy = File("a (1).csv", "1", rows: 0) with { DuplicateOf = "a.csv" };
        Change(Read(File("a.csv", "1")), copy, File("a.csv", "1")).ShouldBeNull();
        Change(Read(File("a.csv", "1")), File("a", "1"), File("a.csv", "1", rows: 0) with { DuplicateOf = "a" }).ShouldBeNull();
    }

    [Fact]
    public void the_one_of_two_copies_of_a_file_that_is_left_is_no_late_data() =>
        Change(Read(File("a (1).csv", "1", rows: 0) with { DuplicateOf = "a.csv" }, File("a.csv", "1")), File("a (1).csv", "1")).ShouldBeNull();

    [Fact]
    public void a_file_without_rows_is_late_data_where_columns_are_null_without_it() =>
        LateData.Change(There("orders", File("b.csv", "2", rows: 0)) with { IsNeeded = true }, opened, Read()).ShouldBe("b.csv of 'orders' has come");

    [Fact]
    public void a_file_that_has_gone_is_no_late_data() => Change(Read(File("a.csv", "1"))).ShouldBeNull();

    [Theory]
    [InlineData("failed")]
    [InlineData("deadline")]
    [InlineData("cancelled")]
    public void a_file_that_a_run_was_waiting_for_is_late_data_however_the_run_ended(string how)
    {
        object end = how switch
        {
            "failed" => new RunFailed(TheRun, "broken", Sick, Now),
            "deadline" => new RunFailed(TheRun, "late", atDeadline, Now),
            _ => new RunCancelled(TheRun, null, "ann", Now),
        };
        Change(After(two, Attempt(Step.Ingest("orders")), ordersMissing, end), File("a.csv", "1")).ShouldBe("a.csv of 'orders' has come");
    }

    [Fact]
    public void a_file_that_is_still_missing_is_no_late_data() =>
        LateData.Change(new("orders", null), opened, After(two, Attempt(Step.Ingest("orders")), ordersMissing, new RunFailed(TheRun, "late", atDeadline, Now))).ShouldBeNull();

    [Fact]
    public void a_missing_file_that_has_come_and_cannot_be_read_is_late_data_that_says_so()
    {
        var missed = After(two, Attempt(Step.Ingest("orders")), ordersMissing, new RunFailed(TheRun, "late", atDeadline, Now));
        LateData.Change(new("orders", null, "orders.csv: no column amount."), opened, missed).ShouldBe("'orders' has come and cannot be read: orders.csv: no column amount.");
    }

    [Fact]
    public void a_source_that_failed_and_can_be_read_now_is_late_data()
    {
        var failed = After(Started, Attempt(Step.Ingest("orders")), Failed(Step.Ingest("orders"), 1, null), new RunFailed(TheRun, "broken", Sick, Now));
        Change(failed, File("a.csv", "1")).ShouldBe("'orders' can be read now");
        LateData.Change(new("orders", null, "no column amount"), opened, failed).ShouldBeNull("Broken as before, it is not tried for ever.");
    }

    // Otherwise a run that fails on one source is opened again every minute for another that was there all the time.
    [Fact]
    public void a_source_that_a_run_never_came_to_is_late_data_where_it_differs_from_the_first_look()
    {
        var failed = After(two, Attempt(Step.Ingest("orders")), Failed(Step.Ingest("orders"), 1, null), new RunFailed(TheRun, "broken", Sick, Now));
        SourceLook there(string sha256) => There("expenses", File("e.csv", sha256));
        LateData.Change(there("1"), opened, failed).ShouldBeNull();
        var found = LateData.First(there("1"), opened, failed, Now).ShouldNotBeNull();
        var seen = Interval.Fold(opened, found)!;
        LateData.First(there("1"), seen, failed, Now).ShouldBeNull("Said once.");
        LateData.Change(there("1"), seen, failed).ShouldBeNull();
        LateData.Change(there("2"), seen, failed).ShouldBe("e.csv of 'expenses' has changed");
    }

    [Fact]
    public void a_source_that_was_not_there_at_the_first_look_is_late_data_when_it_has_come()
    {
        var cancelled = After(two, new RunCancelled(TheRun, null, "ann", Now));
        var seen = Interval.Fold(opened, LateData.First(new("expenses", null), opened, cancelled, Now)!)!;
        LateData.Change(There("expenses", File("e.csv", "1")), seen, cancelled).ShouldBe("e.csv of 'expenses' has come");
    }

    [Fact]
    public void a_run_that_its_deadline_ended_while_getting_on_goes_on_in_a_generation_of_its_own()
    {
        object[] all = [two, Attempt(Step.Ingest("orders")), new SourceIngested(TheRun, "orders", [], 3, "f", Now)];
        LateData.Resumes(After([.. all, new RunFailed(TheRun, "late", atDeadline, Now)])).ShouldNotBeNull();
        LateData.Resumes(After([.. all, new RunFailed(TheRun, "broken", Sick, Now)])).ShouldBeNull();
        LateData.Resumes(After(two, Attempt(Step.Ingest("orders")), ordersMissing, new RunFailed(TheRun, "late", atDeadline, Now))).ShouldBeNull("It waits for what it lacks.");
    }

    [Fact]
    public void a_confirmation_of_emptiness_after_a_runs_end_is_as_good_as_a_file()
    {
        var missed = After(two, Attempt(Step.Ingest("orders")), ordersMissing, new RunFailed(TheRun, "late", atDeadline, Now));
        var confirmed = Interval.Fold(opened, new SourceConfirmedEmpty(TheInterval, "orders", "A holiday.", "ann", Now))!;
        LateData.Change(new("orders", null), confirmed, missed).ShouldBe("'orders' was confirmed to be empty");
    }

    static object[] Lacking => [two, Attempt(Step.Ingest("orders")), ordersMissing with { There = [File("a.csv", "1")] }];

    static Run PublishedWithout => After([.. Lacking, new FallbackBegun(TheRun, [], [], new("", "", "ann", Now), false, Now, "x@1")]);

    [Fact]
    public void a_file_that_a_publication_lacked_is_late_data_whether_it_has_rows_or_not()
    {
        Change(PublishedWithout, File("a.csv", "1"), File("orders.csv", "2", rows: 0)).ShouldBe("orders.csv of 'orders' has come");
        LateData.Change(There("orders", File("a.csv", "1")) with { IsPartial = true }, opened, PublishedWithout).ShouldBeNull("It still lacks.");
        LateData.Change(new("orders", null, "no column amount."), opened, PublishedWithout).ShouldBe("'orders' has come and cannot be read: no column amount.");
    }

    [Fact]
    public void a_source_that_lacked_files_and_is_confirmed_to_be_empty_is_late_data()
    {
        var confirmed = Interval.Fold(opened, new SourceConfirmedEmpty(TheInterval, "orders", "A holiday.", "ann", Now))!;
        LateData.Change(There("orders", File("a.csv", "1")) with { IsPartial = true }, confirmed, PublishedWithout).ShouldBe("'orders' was confirmed to be empty");
    }

    [Fact]
    public void a_run_that_its_deadline_ended_while_files_of_a_period_lacked_waits_for_them() =>
        LateData.Resumes(After([.. Lacking, new RunFailed(TheRun, "late", atDeadline, Now)])).ShouldBeNull();

    // Otherwise a month is run every minute until its last file is due.
    [Fact]
    public void a_part_of_a_source_that_is_not_due_is_no_late_data()
    {
        var early = After(Started, Attempt(Step.Ingest("orders")), new SourceNotYetDue(TheRun, "orders", Now.AddDays(2), Now));
        LateData.Change(There("orders", File("a.csv", "1")) with { IsPartial = true }, opened, early).ShouldBeNull();
        Change(early, File("a.csv", "1"), File("orders.csv", "2")).ShouldBe("a.csv of 'orders' has come");
    }

    [Fact]
    public void a_part_of_a_source_that_was_confirmed_to_be_empty_is_late_data_once()
    {
        var empty = After(Started with { ConfirmedEmpty = ["orders"] }, Attempt(Step.Ingest("orders")), new SourceTakenAsEmpty(TheRun, "orders", Now, "x@1"));
        LateData.Change(There("orders", File("a.csv", "1")) with { IsPartial = true }, opened, empty).ShouldBe("a.csv of 'orders' has come");
        LateData.Change(There("orders", File("a.csv", "1")) with { IsPartial = true }, opened, Read(File("a.csv", "1"))).ShouldBeNull();
    }

    [Fact]
    public void a_changed_reference_is_no_late_data_for_what_has_run() =>
        LateData.Change(There("orders", File("a.csv", "2")) with { IsReference = true }, opened, Read(File("a.csv", "1"))).ShouldBeNull();
}
