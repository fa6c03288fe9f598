using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Workers.Production.Deliveries;
using EventedPipelines.Workers.Production.Sources;

namespace EventedPipelines.Tests.Unit.Deliveries;

/// <summary>A month reads the deliveries of its days as one thing (domain.md 2.5).</summary>
public sealed class TakenTogetherSpecs
{
    static readonly SourceDefinition orders = new("orders", "orders-{date:yyyy-MM-dd}.csv", null, new(), new("orders", 1, [], [], null));
    static readonly Missing empty = new(["orders-2026-11-01.csv"]) { IsConfirmed = true };
    static readonly Missing lacks = new(["orders-2026-11-03.csv"]);
    static readonly Unsettled written = new(["orders-2026-11-02.csv"], TimeSpan.FromSeconds(4));

    static IngestResult Of(params IngestResult[] found) => TakenTogether.Of(orders, [.. found.Index().Select(one => (DataInterval.Day(new(2026, 11, one.Index + 1)), one.Item))]);

    [Fact]
    public void what_is_being_written_is_waited_for_though_all_else_was_confirmed_to_be_empty() => Of(empty, written).ShouldBeOfType<Unsettled>().Files.ShouldBe(written.Files);

    [Fact]
    public void what_lacks_is_told_also_while_another_is_being_written() =>
        Of(empty, written, lacks).ShouldBeOfType<Missing>().ShouldSatisfyAllConditions(missing => missing.IsConfirmed.ShouldBeFalse(), missing => missing.ExpectedFiles.ShouldBe(lacks.ExpectedFiles));

    [Fact]
    public void a_month_of_which_each_day_was_confirmed_to_be_empty_is_so() => Of(empty, empty).ShouldBeOfType<Missing>().IsConfirmed.ShouldBeTrue();
}
