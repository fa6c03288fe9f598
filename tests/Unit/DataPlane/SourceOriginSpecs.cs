using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Workers.Production.Sources;

namespace EventedPipelines.Tests.Unit.DataPlane;

/// <summary>What is fetched of a source whose files are whole when a marker says so (domain.md 2.5).</summary>
public sealed class SourceOriginSpecs : IDisposable
{
    static readonly SourceDefinition orders = new("orders", "orders.csv", null, new(), new("orders", 1, [], [], null)) { Origin = "origin", Done = "{name}.done" };

    readonly string _data = Directory.CreateTempSubdirectory().FullName;

    public SourceOriginSpecs() => Directory.CreateDirectory(Path.Combine(_data, "origin"));

    public void Dispose() => Directory.Delete(_data, recursive: true);

    void At(string path, string text) => File.WriteAllText(Path.Combine(_data, path), text);

    string? Fetch(FileSettling? settling = null, SourceDefinition? source = null) => new SourceOrigin(_data, settling).Fetch(source ?? orders, DataInterval.Parse("2026-11-21"));

    [Fact]
    public void the_done_marker_is_fetched_with_its_file()
    {
        At("origin/orders.csv", "ann,10");
        At("origin/orders.csv.done", "");
        Fetch().ShouldBeNull();
        Directory.GetFiles(_data).Select(Path.GetFileName).Order(StringComparer.Ordinal).ShouldBe(["orders.csv", "orders.csv.done"]);
        Fetch().ShouldNotBeNull("There is nothing new.");
    }

    [Fact]
    public void a_file_that_is_not_whole_at_the_origin_stays_there()
    {
        At("origin/orders.csv", "ann,1");
        Fetch().ShouldNotBeNull();
        Directory.GetFiles(_data).ShouldBeEmpty();
    }

    [Fact]
    public void a_file_that_is_being_written_at_the_origin_stays_there()
    {
        At("origin/orders.csv", "ann,1");
        Fetch(new(TimeProvider.System), orders with { Done = null, Settle = TimeSpan.FromHours(1) }).ShouldNotBeNull();
        File.SetLastWriteTimeUtc(Path.Combine(_data, "origin/orders.csv"), DateTime.UtcNow.AddHours(-2));
        Fetch(new(TimeProvider.System), orders with { Done = null, Settle = TimeSpan.FromHours(1) }).ShouldBeNull();
    }

    [Fact]
    public void a_file_that_is_being_written_is_not_overwritten()
    {
        At("origin/orders.csv", "ann,10");
        File.SetLastWriteTimeUtc(Path.Combine(_data, "origin/orders.csv"), DateTime.UtcNow.AddHours(-2));
        At("orders.csv", "ann,");
        Fetch(new(TimeProvider.System), orders with { Done = null, Settle = TimeSpan.FromHours(1) }).ShouldNotBeNull();
        File.ReadAllText(Path.Combine(_data, "orders.csv")).ShouldBe("ann,");
    }
}
