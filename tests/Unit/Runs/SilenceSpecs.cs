using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Tests.Unit.Runs;

/// <summary>Where a source has nothing to say, what needs it is not computable, and never zero (domain.md 1.4).</summary>
public sealed class SilenceSpecs
{
    static readonly IngestedFile file = new("costs.csv", "1", "file", 0, 10, 0);
    static readonly DataInterval day = DataInterval.Parse("2026-02-28");

    static SourceDefinition Costs(Expectation expects = Expectation.Any, DeliveryCalendar? calendar = null) =>
        new("costs", "costs-{date:yyyy-MM-dd}.csv", null, new(), new("costs", 1, [], [], null), Expects: expects, Calendar: calendar);

    static ModelDefinition Model(Grain grain, params string[] needs) =>
        new("net", grain, "select revenue - coalesce((select sum(cost) from costs), 0) as net from orders", new("net", [new("net", "decimal(19,4)", Needs: needs)], []));

    static string[] Silent(SourceDefinition costs, ModelDefinition model, IngestedFile[] files, EarlierInterval[]? earlier = null, params string[] confirmed) => [
        .. Silence.Lacking(model,
            new(Guid.Empty, day, Shop(costs, model), new Dictionary<string, IReadOnlyList<IngestedFile>> { ["costs"] = files }, [],
            new Dictionary<string, ModelOutput>())
        {
            Earlier = earlier ?? [],
            ConfirmedEmpty = confirmed,
        })];

    static EarlierInterval On(string earlier, params IngestedFile[] files) =>
        new(DataInterval.Parse(earlier), new Dictionary<string, IReadOnlyList<IngestedFile>> { ["costs"] = files }, [], new Dictionary<string, ModelOutput>()) { MadeBy = Shop(Costs(), Model(Grain.Day, "costs")) };

    static PipelineDefinition Shop(SourceDefinition costs, ModelDefinition model) => new("shop", "growth", Audience.Investors, Grain.Day, "UTC", [costs], [model], [], []);

    [Fact]
    public void a_source_without_a_file_is_silent_whatever_it_expects() => Silent(Costs(), Model(Grain.Day, "costs"), []).ShouldBe(["costs"]);

    [Fact]
    public void an_empty_file_says_that_there_is_nothing() => Silent(Costs(), Model(Grain.Day, "costs"), [file]).ShouldBeEmpty();

    [Fact]
    public void a_source_that_a_person_has_said_is_empty_is_not_silent() => Silent(Costs(), Model(Grain.Day, "costs"), [], confirmed: "costs").ShouldBeEmpty();

    // 2026-02-28 is a Saturday.
    [Fact]
    public void a_day_on_which_the_calendar_expects_nothing_is_empty()
    {
        Silent(Costs(Expectation.Every, new([DayOfWeek.Monday])), Model(Grain.Day, "costs"), []).ShouldBeEmpty();
        Silent(Costs(Expectation.Any, new([DayOfWeek.Saturday])), Model(Grain.Day, "costs"), []).ShouldBe(["costs"]);
    }

    [Fact]
    public void a_source_that_has_ended_has_nothing_to_say_on_any_day_of_its_calendar()
    {
        var ended = Costs(Expectation.Every, new([DayOfWeek.Monday])) with { Ends = new(2026, 2, 27) };
        Silent(ended, Model(Grain.Day, "costs"), []).ShouldBe(["costs"], "Null, and not zero.");
        Silent(ended, Model(Grain.Day, "costs"), [file]).ShouldBeEmpty("What comes in spite of that counts.");
    }

    [Fact]
    public void a_silent_source_that_no_column_needs_is_of_no_matter() => Silent(Costs(), Model(Grain.Day), []).ShouldBeEmpty();

    [Fact]
    public void a_source_is_silent_for_a_month_where_it_is_silent_on_all_its_days()
    {
        Silent(Costs(), Model(Grain.Month, "costs"), [], [On("2026-02-27"), On("2026-02-26", file)]).ShouldBeEmpty();
        Silent(Costs(), Model(Grain.Month, "costs"), [], [On("2026-02-27"), On("2026-02-26")]).ShouldBe(["costs"]);
        Silent(Costs(), Model(Grain.Month, "costs"), [], [On("2026-02-27"), On("2026-01-31", file)]).ShouldBe(["costs"], "A file of the month before says nothing of this one.");
    }
}
