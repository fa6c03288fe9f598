using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.Runs;
using static EventedPipelines.Tests.Unit.Runs.RunHistory;

namespace EventedPipelines.Tests.Unit.Intervals;

public sealed class LateDataSpecs
{
    static IngestedFile File(string name, string sha256, long rows = 5) => new(name, sha256, $"file {sha256}", rows, 100, 0);

    static Run Read(params IngestedFile[] files) => ((object[])[Started, Attempt(Step.Ingest("orders")), new SourceIngested(TheRun, "orders", files, 5, "f", Now)]).Aggregate(default(Run), Run.Fold)!;

    [Fact]
    public void the_same_rows_again_change_nothing() => LateData.Change("orders", [File("a.csv", "1")], Read(File("a.csv", "1"))).ShouldBeNull();

    [Fact]
    public void other_rows_in_a_file_do() => LateData.Change("orders", [File("a.csv", "2")], Read(File("a.csv", "1"))).ShouldBe("a.csv of 'orders' has changed");

    [Fact]
    public void a_file_that_was_not_there_does() => LateData.Change("orders", [File("a.csv", "1"), File("b.csv", "2")], Read(File("a.csv", "1"))).ShouldBe("b.csv of 'orders' has come");

    [Fact]
    public void a_file_without_rows_for_the_interval_does_not() => LateData.Change("orders", [File("b.csv", "2", rows: 0)], Read()).ShouldBeNull();

    [Fact]
    public void what_was_read_and_comes_again_under_another_name_does_not()
    {
        var copy = File("a (1).csv", "1", rows: 0) with { DuplicateOf = "a.csv" };
        LateData.Change("orders", [copy, File("a.csv", "1")], Read(File("a.csv", "1"))).ShouldBeNull();
        LateData.Change("orders", [File("a", "1"), File("a.csv", "1", rows: 0) with { DuplicateOf = "a" }], Read(File("a.csv", "1"))).ShouldBeNull();
    }

    [Fact]
    public void the_one_of_two_that_is_left_does_not() =>
        LateData.Change("orders", [File("a (1).csv", "1")], Read(File("a (1).csv", "1", rows: 0) with { DuplicateOf = "a.csv" }, File("a.csv", "1"))).ShouldBeNull();

    [Fact]
    public void a_file_that_has_gone_does_not() => LateData.Change("orders", [], Read(File("a.csv", "1"))).ShouldBeNull();

    [Fact]
    public void a_source_that_failed_and_can_be_read_now_does()
    {
        object[] failed = [Started, Attempt(Step.Ingest("orders")), Failed(Step.Ingest("orders"), 1, null), new RunFailed(TheRun, "broken", Sick, Now)];
        LateData.Change("orders", [File("a.csv", "1")], failed.Aggregate(default(Run), Run.Fold)!).ShouldBe("a.csv of 'orders' has come");
    }

    [Fact]
    public void a_source_that_the_failed_run_never_came_to_does_not()
    {
        object[] failed = [Started, new RunFailed(TheRun, "broken", Sick, Now)];
        LateData.Change("orders", [File("a.csv", "1")], failed.Aggregate(default(Run), Run.Fold)!).ShouldBeNull();
    }
}
