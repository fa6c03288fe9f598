using static EventedPipelines.Tests.Unit.Pipelines.SmallWorkspace;

namespace EventedPipelines.Tests.Unit.Pipelines;

/// <summary>What is said of a source by who reads it.</summary>
public sealed class ReadersOfSourcesSpecs : IDisposable
{
    readonly SmallWorkspace _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void a_source_that_no_pipeline_reads_is_a_warning()
    {
        _files.Load().Warnings.ShouldNotContain(warning => warning.Message.Contains("No pipeline reads", StringComparison.Ordinal));

        _files.Write("sources/visits/source.yml", "id: visits\nfiles: { path: \"visits-{date:yyyy-MM-dd}.csv\" }\n").Write("sources/visits/contract.yml", "version: 1\ncolumns: { page: varchar }\n");

        var warning = _files.Load().Warnings.Single(warning => warning.Message == "No pipeline reads the source 'visits'.");
        (warning.File, warning.Line).ShouldBe(("sources/visits/source.yml", 1));
        warning.Remedy.ShouldContain("under `sources` of a pipeline.yml");
    }

    [Fact]
    public void a_source_with_a_timestamp_is_read_in_one_zone_only()
    {
        _files.With(Contract, of: "kind: varchar", instead: "kind: varchar\n  at: timestamp");
        Other("Europe/Berlin").Load();

        var problem = Other("America/New_York").Problems().ShouldHaveSingleItem();

        (problem.File, problem.Line).ShouldBe(("pipelines/profit/other/pipeline.yml", 6));
        problem.Message.ShouldBe(
            "'daily' reads 'orders' in Europe/Berlin and 'other' in America/New_York, and its column 'at' is a timestamp, which is converted to the pipeline's zone.");
        problem.Remedy.ShouldContain("one `zone`");
    }

    [Fact]
    public void a_source_without_a_timestamp_is_read_in_any_zone() => Other("America/New_York").Load().Pipelines.Count().ShouldBe(2);

    [Fact]
    public void a_timestamp_of_an_earlier_version_of_the_contract_counts_as_well()
    {
        var earlier = _files.Read(Contract).Replace("version: 2", "version: 1", StringComparison.Ordinal).Replace("  day: date", "  at: timestamp\n  day: date", StringComparison.Ordinal);
        _files.Write("sources/orders/contract.v1.yml", earlier);
        _files.With(Contract, of: "version: 2", instead: "version: 2\nfrom: 2026-01-01");

        Other("America/New_York").Problems().ShouldContain(problem => problem.Message.Contains("its column 'at' is a timestamp", StringComparison.Ordinal));
    }

    /// <summary>Whoever asks first would say which rows there are.</summary>
    [Fact]
    public void what_is_asked_for_by_days_has_readers_of_one_zone()
    {
        _files.Write(Source, "id: orders\nhttp:\n  url: \"https://shop.example/orders/{date:yyyy-MM-dd}\"\n");
        Other("America/New_York").Problems().ShouldContain(problem => problem.Message.Contains("it is asked for the pipeline's days, from midnight to midnight", StringComparison.Ordinal));
    }

    SmallWorkspace Other(string zone) => _files.Write("pipelines/profit/other/other.sql", "select day from orders").Write("pipelines/profit/other/pipeline.yml", $"""
        id: other
        area: profit
        audience: experiments
        grain: day
        zone: {zone}
        sources: [orders]
        models:
          - id: other
            sql: other.sql
            grain: day
        checks:
          - id: other-rows
            kind: row_count
            target: other
            least: 1
        """);
}
