using EventedPipelines.Workers.Production.Sources;

namespace EventedPipelines.Tests.Unit.DataPlane;

/// <summary>Of which day a delivered file is, by its name.</summary>
public sealed class DeliveredNamesSpecs
{
    [Theory]
    [InlineData("orders/orders-{date:yyyy-MM-dd}.csv", "orders/orders-2026-02-26.csv", "2026-02-26")]
    [InlineData("orders/{date:yyyy}/{date:MM}/orders-{date:yyyy-MM-dd}*.csv.gz", "orders/2026/02/orders-2026-02-26-part.csv.gz", "2026-02-26")]
    [InlineData("orders/{date:yyyy}/{date:MM}/{date:dd}.csv", "orders/2026/02/26.csv", "2026-02-26")]
    [InlineData("ledger/ledger-{date:yyyy-MM}.csv", "ledger/ledger-2026-02.csv", "2026-02-01")]
    [InlineData("all.csv", "all.csv", null)]
    [InlineData("all-?.csv", "all-1.csv", null)]
    public void a_file_of_a_source_is_known_by_its_name_with_its_day(string path, string name, string? day)
    {
        new DeliveredNames(path).TryMatch(name, out var found).ShouldBeTrue();
        found.ShouldBe(day is null ? null : DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("orders/orders-{date:yyyy-MM-dd}.csv", "orders/orders-latest.csv")]
    [InlineData("orders/orders-{date:yyyy-MM-dd}.csv", "orders/orders-2026-02-26.csv.part")]
    [InlineData("orders/{date:yyyy}/orders-{date:yyyy-MM-dd}.csv", "orders/2025/orders-2026-02-26.csv")]
    [InlineData("all-*.csv", "deep/all-1.csv")]
    [InlineData("a[1].csv", "a1.csv")]
    public void a_file_whose_name_is_not_of_the_sources_pattern_is_no_file_of_it(string path, string name) => new DeliveredNames(path).TryMatch(name, out _).ShouldBeFalse();
}
