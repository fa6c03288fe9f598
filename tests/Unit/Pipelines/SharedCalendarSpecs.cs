using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using static EventedPipelines.Tests.Unit.Pipelines.SmallWorkspace;

namespace EventedPipelines.Tests.Unit.Pipelines;

/// <summary>`calendars/[id].yml`: the days on which deliveries come, for all sources that name it.</summary>
public sealed class SharedCalendarSpecs : IDisposable
{
    const string Calendar = "calendars/shop-days.yml";

    readonly SmallWorkspace _files = new SmallWorkspace().Write(Calendar, "weekdays: [mon, fri]\nexcept: [2026-12-25]\n");

    public void Dispose() => _files.Dispose();

    [Fact]
    public void a_source_comes_by_the_calendar_that_it_names_as_if_the_days_stood_there()
    {
        var own = _files.With(Source, of: "id: orders", instead: "id: orders\nexpects: { weekdays: [mon, fri], except: [2026-12-25] }").Definition();
        var shared = Naming("orders").Definition();

        shared.Source("orders").IsExpected(DataInterval.Parse("2026-12-18")).ShouldBeTrue();
        shared.Source("orders").IsExpected(DataInterval.Parse("2026-12-25")).ShouldBeFalse();
        DefinitionHash.Of(shared).ShouldBe(DefinitionHash.Of(own), "Where the days stand makes no other definition.");
    }

    [Fact]
    public void a_day_more_is_a_change_of_every_source_that_names_the_calendar()
    {
        var before = Naming("orders").Definition();

        var change = DefinitionChanges.Between(before, _files.Write(Calendar, "weekdays: [mon, fri]\nexcept: [2026-12-25, 2027-01-01]\n").Definition()).ShouldHaveSingleItem();

        change.Path.ShouldBe("sources[orders].calendar.except");
    }

    [Fact]
    public void a_calendar_that_no_source_names_is_a_warning()
    {
        var warning = _files.Load().Warnings.Single(warning => warning.File == Calendar);
        (warning.Line, warning.Message).ShouldBe((1, "No source comes by the calendar 'shop-days'."));
        warning.Remedy.ShouldContain("`expects: { calendar: shop-days }`");

        Naming("orders").Load().Warnings.ShouldNotContain(warning => warning.File == Calendar);
    }

    [Fact]
    public void a_mistake_in_a_calendar_is_told_once_and_not_again_where_it_is_named() =>
        Naming("orders").With(Calendar, of: "[mon, fri]", instead: "[]").ShouldHave(Calendar, 1, "`weekdays` must be a list", "one entry per line");

    SmallWorkspace Naming(string source) => _files.Write($"sources/{source}/source.yml", $"""
        id: {source}
        expects: {"{ calendar: shop-days }"}
        files: {"{ path: \"orders-{date:yyyy-MM-dd}.csv\" }"}
        """);
}
