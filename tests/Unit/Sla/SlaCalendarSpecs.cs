using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Reliability.Sla;

namespace EventedPipelines.Tests.Unit.Sla;

/// <summary>domain.md 4.3.</summary>
public sealed class SlaCalendarSpecs
{
    static readonly DataInterval november = DataInterval.Parse("2026-11");
    static readonly DateTimeOffset third = new(2026, 11, 3, 8, 0, 0, TimeSpan.Zero);

    static readonly SourceDefinition orders = new("orders", "orders-{date:yyyy-MM-dd}.csv", null, new(), new("orders", 1, [], [], null));
    static readonly SourceDefinition ledger = new("ledger", "ledger-{date:yyyy-MM}.csv", null, new(), new("ledger", 1, [], [], null), Period: Grain.Month, Available: TimeSpan.FromDays(3));

    static ScheduledPipeline Daily(string id, string next, params SourceDefinition[] sources) =>
        new(new(id, "profit", Audience.Investors, Grain.Day, "UTC", sources, [], [], []), DataInterval.Parse(next));

    static Promise Armed(string interval, params string[] pipelines) =>
        new(Guid.Empty, "profit", DataInterval.Parse(interval), pipelines, third, third, TimeSpan.Zero, null, false);

    static string[] ToCome(DataInterval month, DateTimeOffset now, Promise[] armed, params ScheduledPipeline[] pipelines) =>
        [.. SlaCalendar.ToCome(pipelines, armed, SlaPolicy.Default, month, now).Select(promise => $"{promise.Interval}{(promise.Source is null ? "" : $" {promise.Source}")}")];

    [Fact]
    public void all_days_of_the_month_are_expected_once_however_many_pipelines_the_area_has()
    {
        var days = ToCome(november, third, [Armed("2026-11-01", "a", "b"), Armed("2026-11-02", "a", "b")], Daily("a", "2026-11-03"), Daily("b", "2026-11-03"));
        days.Length.ShouldBe(28);
        (days[0], days[^1]).ShouldBe(("2026-11-03", "2026-11-30"));
    }

    [Fact]
    public void a_pipeline_promises_nothing_before_it_begins_and_after_it_has_ended()
    {
        var daily = Daily("a", "2026-11-03");
        ToCome(november, third, [], daily with { Definition = daily.Definition with { Begins = new(2026, 11, 10), Ends = new(2026, 11, 11) } }).ShouldBe(["2026-11-10", "2026-11-11"]);
    }

    [Fact]
    public void a_month_of_a_pipeline_and_a_period_of_a_source_are_promises_of_their_own()
    {
        var month = new ScheduledPipeline(Daily("month", "2026-11-01").Definition with { Grain = Grain.Month }, november);
        ToCome(november, third, [Armed("2026-11-01", "a"), Armed("2026-11-02", "a")], Daily("a", "2026-11-03", orders, ledger), month)
            .Where(promise => !promise.StartsWith("2026-11-", StringComparison.Ordinal)).ShouldBe(["2026-11 ledger", "2026-11"]);
    }

    [Fact]
    public void a_source_that_is_due_is_expected_only_where_it_was_armed()
    {
        // All days have closed; the ledger of November is due on the 4th of December.
        Promise[] days = [.. november.Days.Select(day => Armed($"{day:yyyy-MM-dd}", "a"))];
        var second = new DateTimeOffset(2026, 12, 2, 0, 0, 0, TimeSpan.Zero);
        ToCome(november, second, days, Daily("a", "2026-12-02", ledger)).ShouldBe(["2026-11 ledger"]);
        ToCome(november, second.AddDays(3), days, Daily("a", "2026-12-05", ledger)).ShouldBeEmpty();
        ToCome(november, second, [.. days, Armed("2026-11", "a") with { Source = "ledger" }], Daily("a", "2026-12-02", ledger)).ShouldBeEmpty("It is armed.");
    }

    [Fact]
    public void an_area_that_begins_within_a_month_owes_its_days_from_then_on()
    {
        ToCome(november, third.AddDays(16), [], Daily("a", "2026-11-19", ledger)).Length.ShouldBe(13);
        ToCome(november.Previous, third.AddDays(16), [], Daily("a", "2026-11-19", ledger)).ShouldBeEmpty();
        ToCome(november.Next, third, [], Daily("a", "2026-11-03")).Length.ShouldBe(31);
    }

    [Fact]
    public void an_area_without_an_sla_promises_nothing() =>
        ToCome(november, third, [], Daily("a", "2026-11-03") with { Definition = Daily("a", "2026-11-03").Definition with { Area = "support" } }).ShouldBeEmpty();
}
