using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Production.Slots;
using static EventedPipelines.Tests.Unit.Runs.RunHistory;

namespace EventedPipelines.Tests.Unit.Runs;

/// <summary>A source of which nothing came is empty only where nothing was to come (domain.md 2.5), and a delivery of many files names those that are not there (2.4a).</summary>
public sealed class NothingToComeSpecs
{
    static readonly SourceDefinition orders = new("orders", "orders-{date:yyyy-MM-dd}.csv", null, new(), new("orders", 1, [], [], null));
    static readonly SourceDefinition weekdays = orders with { Id = "rates", Calendar = new([DayOfWeek.Monday]) };

    static RunMaterial Material(params IngestedFile[] rates) => new(
        TheRun, Day, new("aggregate-profit", "profit", Audience.Investors, Grain.Day, "UTC", [orders, weekdays], [], [], []),
        new Dictionary<string, IReadOnlyList<IngestedFile>> { ["orders"] = [], ["rates"] = rates }, [], new Dictionary<string, ModelOutput>());

    [Fact]
    public void an_expected_source_of_which_nothing_came_is_missing() => Material().HasNothingToCome("orders").ShouldBeFalse();

    [Fact]
    public void an_expected_source_is_not_missing_where_a_person_has_said_that_there_is_nothing() => (Material() with { ConfirmedEmpty = ["orders"] }).HasNothingToCome("orders").ShouldBeTrue();

    [Fact]
    public void a_source_has_nothing_to_come_where_its_calendar_expects_nothing_unless_something_came()
    {
        Material().HasNothingToCome("rates").ShouldBeTrue();
        Material(new IngestedFile("rates.csv", "1", "1", 1, 1, 0)).HasNothingToCome("rates").ShouldBeFalse();
    }

    [Fact]
    public void a_source_that_may_bring_nothing_is_not_known_to_have_nothing_to_come() =>
        (Material() with { Definition = Material().Definition with { Sources = [orders with { Expects = Expectation.Any }] } }).HasNothingToCome("orders").ShouldBeFalse();

    [Fact]
    public void a_source_that_has_ended_has_nothing_to_come_whatever_it_expects() =>
        (Material() with { Definition = Material().Definition with { Sources = [orders with { Expects = Expectation.Any, Ends = Day.Previous.First }] } }).HasNothingToCome("orders").ShouldBeTrue();

    [Fact]
    public void a_model_is_no_source() => Material().HasNothingToCome("daily").ShouldBeFalse();

    [Theory]
    [InlineData(1, "without 1.csv")]
    [InlineData(5, "without 1.csv, 2.csv, 3.csv, 4.csv, 5.csv")]
    [InlineData(7, "without 1.csv, 2.csv, 3.csv, 4.csv, 5.csv and 2 more")]
    public void a_hole_names_the_files_that_are_not_there(int files, string said) => Hole.Lacking([.. Enumerable.Range(1, files).Select(number => $"{number}.csv")]).ShouldBe(said);

    [Fact]
    public void a_hole_whose_lacking_files_are_not_known_is_incomplete() => Hole.Lacking(null).ShouldBe("incomplete");

    [Fact]
    public void an_interval_keeps_its_deadline_where_a_generation_names_none()
    {
        GenerationOpened opened(int generation, RunDeadline? deadline) =>
            new(TheInterval, "aggregate-profit", "profit", Day, generation, RunCause.Schedule, null, "scheduler", 1, Now, "x@1", Deadline: deadline);

        var (first, other) = (new RunDeadline(Now, TimeSpan.Zero, true), new RunDeadline(Now.AddHours(1), TimeSpan.Zero, true));
        Interval? after(params object[] history) => history.Aggregate(default(Interval), Interval.Fold);
        (after(opened(1, first), opened(2, null))!.Deadline, after(opened(1, first), opened(2, other))!.Deadline, after(opened(1, null), opened(2, other))!.Deadline).ShouldBe((first, other, other));
    }
}
