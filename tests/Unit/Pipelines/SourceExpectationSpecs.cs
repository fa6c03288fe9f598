using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Tests.Unit.Pipelines;

/// <summary>What a source owes to an interval, from when on it may be missed, and which format a file has (domain.md 2.4, 2.5).</summary>
public sealed class SourceExpectationSpecs
{
    static readonly SourceDefinition orders = new("orders", "orders-{date:yyyy-MM-dd}.csv", null, new(), new("orders", 1, [], [], null));
    static readonly DataInterval saturday = DataInterval.Parse("2026-11-21");
    static readonly DataInterval november = DataInterval.Parse("2026-11");

    [Fact]
    public void a_source_that_owes_nothing_is_never_expected() => (orders.IsExpected(saturday), (orders with { Expects = Expectation.Any }).IsExpected(saturday)).ShouldBe((true, false));

    [Fact]
    public void a_source_with_a_calendar_is_expected_on_its_days_without_those_excepted()
    {
        var byCalendar = orders with { Calendar = new([DayOfWeek.Friday, DayOfWeek.Monday], [new(2026, 11, 23)]) };
        byCalendar.IsExpected(saturday).ShouldBeFalse();
        byCalendar.DaysExpected(november).Select(day => day.Day).ShouldBe([2, 6, 9, 13, 16, 20, 27, 30]);
    }

    [Fact]
    public void a_source_is_not_expected_before_its_data_begins()
    {
        var begins = orders with { Begins = new(2026, 11, 21) };
        (begins.IsExpected(saturday.Previous), begins.IsExpected(saturday), begins.DaysExpected(november).Count()).ShouldBe((false, true, 10));
    }

    [Fact]
    public void a_source_that_has_ended_owes_nothing_and_a_period_that_holds_its_last_day_has_not_ended()
    {
        var ends = orders with { Ends = new(2026, 11, 20) };
        (ends.HasEnded(saturday.Previous), ends.HasEnded(saturday), ends.HasEnded(november)).ShouldBe((false, true, false));
        (ends.IsExpected(saturday), ends.DaysExpected(november).Count()).ShouldBe((false, 20));
        (ends with { Reference = true }).HasEnded(saturday).ShouldBeFalse("It has no days.");
        (ends.MayHave(saturday), (orders with { Begins = new(2026, 11, 22) }).MayHave(saturday), orders.MayHave(saturday)).ShouldBe((false, false, true));
    }

    [Fact]
    public void a_source_may_be_missed_when_its_period_has_closed_and_it_can_be_there()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        orders.DueAt(saturday, zone).ShouldBe(new(2026, 11, 21, 23, 0, 0, TimeSpan.Zero));
        (orders with { Period = Grain.Month, Available = TimeSpan.FromDays(3) }).DueAt(saturday, zone).ShouldBe(new(2026, 12, 3, 23, 0, 0, TimeSpan.Zero));
        (orders.PeriodOf(saturday), (orders with { Period = Grain.Month }).PeriodOf(saturday)).ShouldBe((saturday, november));
    }

    [Theory]
    [InlineData("a.csv", FileFormat.Csv)]
    [InlineData("a.txt", FileFormat.Csv)]
    [InlineData("a.JSONL.gz", FileFormat.Jsonl)]
    [InlineData("a.ndjson", FileFormat.Jsonl)]
    [InlineData("a.parquet", FileFormat.Parquet)]
    public void a_file_has_the_format_of_its_name(string name, FileFormat format) => orders.FormatOf(name).ShouldBe(format);

    [Fact]
    public void a_file_has_the_format_that_its_source_says() => (orders with { Format = FileFormat.Jsonl }).FormatOf("a.csv").ShouldBe(FileFormat.Jsonl);

    static PipelineDefinition Reading(params ModelDefinition[] models) =>
        new("unit-profit", "profit", Audience.Experiments, Grain.Day, "UTC", [orders with { Begins = new(2026, 1, 5) }], models, [], []);

    static ModelDefinition Model(string id, string sql, Grain grain = Grain.Day, params (string Relation, string Window)[] reads) =>
        new(id, grain, sql, null, reads.Length == 0 ? null : reads.ToDictionary(read => read.Relation, read => Window.Parse(read.Window)));

    [Fact]
    public void a_pipeline_that_reads_its_interval_alone_waits_for_no_earlier_one()
    {
        Reading(Model("daily", "select * from orders")).ReadsEarlier.ShouldBeFalse();
        Reading(Model("daily", "select * from orders", Grain.Day, ("orders", "trailing(P7D)"))).ReadsEarlier.ShouldBeTrue();
        Reading(Model("monthly", "select * from orders", Grain.Month)).ReadsEarlier.ShouldBeTrue();
    }

    [Fact]
    public void the_first_day_that_a_pipeline_reads_is_that_of_its_widest_window()
    {
        var definition = Reading(Model("daily", "select * from orders", Grain.Day, ("orders", "trailing(P7D)")), Model("other", "select * from orders"));
        definition.ComputesFrom(saturday).ShouldBe(new(2026, 11, 15));
        definition.ReadsFrom(saturday).ShouldBe(new(2026, 11, 15));
        Reading(Model("all", "select * from orders", Grain.Day, ("orders", "history"))).ReadsFrom(saturday).ShouldBeNull();
    }

    [Fact]
    public void a_model_is_followed_through_all_that_it_reads_to_its_sources()
    {
        var definition = Reading(Model("daily", "select * from orders"), Model("sums", "select * from daily"));
        definition.ReadsOf(definition.Model("sums")).ShouldBe(["daily"]);
        definition.ReadsOf(definition.Model("daily")).ShouldBe(["orders"]);
        definition.BeginningOf("sums").ShouldBe(new(2026, 1, 5));
    }

    [Fact]
    public void a_later_interval_reads_an_earlier_one_as_far_as_its_window_goes()
    {
        var definition = Reading(Model("daily", "select * from orders", Grain.Day, ("orders", "trailing(P7D)")));
        DataInterval back(int days) => DataInterval.Day(saturday.First.AddDays(-days));
        (definition.Reads(saturday, back(6), ["orders"]), definition.Reads(saturday, back(7), ["orders"]), definition.Reads(saturday, back(6), ["visits"])).ShouldBe((true, false, false));
        definition.Reads(saturday, back(1), ["visits", "orders"]).ShouldBeTrue();
    }
}
