using System.Text.Json;
using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Tests.Unit.Pipelines;

public sealed class DefinitionHashSpecs : IDisposable
{
    static readonly Contract contract = new("orders", 1, [new("amount", "decimal(19,4)")], ["amount"], null);

    static readonly PipelineDefinition small = new(
        "daily", "profit", Audience.Investors, Grain.Day, "UTC",
        [new("orders", "orders.csv", "day", new(), contract)],
        [new("summary", Grain.Day, "select 1 as ü", new("summary", [new("day", "date", false)], ["day"]))],
        [new("adds-up", 1, CheckKind.Reconciliation, "summary", [], CheckSeverity.Error, CheckAction.Block, "sum(1)", new("orders", "sum(1)"), 0.5m)],
        [new("profit", "summary", "sum(1)", "day", Grain.Day, "USD", [])]);

    readonly SmallWorkspace _files = new();

    public void Dispose() => _files.Dispose();

    // Pinned: a change here makes a new version of every pipeline of every installation.
    [Fact]
    public void a_definitions_hash_is_the_same_on_every_machine_and_in_every_release() =>
        DefinitionHash.Of(small).ShouldBe("b90d3ed4215852e212bb97b609d5d3da236fd4165124bac8c834a92c73f8e5ec");

    [Fact]
    public void a_definition_that_was_stored_as_json_has_the_same_hash() =>
        DefinitionHash.Of(JsonSerializer.Deserialize<PipelineDefinition>(JsonSerializer.Serialize(small))!).ShouldBe(DefinitionHash.Of(small));

    [Fact]
    public void the_places_of_a_number_make_no_difference_to_a_definitions_hash() =>
        DefinitionHash.Of(small with { Checks = [small.Checks[0] with { Tolerance = 0.500m }] }).ShouldBe(DefinitionHash.Of(small));

    [Fact]
    public void the_order_of_keys_and_comments_make_no_difference_to_a_definitions_hash()
    {
        var before = DefinitionHash.Of(_files.Definition());
        _files.With(SmallWorkspace.Pipeline, of: "id: daily\narea: profit", instead: "# moved\narea: profit\nid: daily");

        DefinitionHash.Of(_files.Definition()).ShouldBe(before);
    }

    [Theory]
    [InlineData(SmallWorkspace.Sql, "0.5", "0.25")]
    [InlineData(SmallWorkspace.Contract, "version: 2", "version: 3")]
    [InlineData(SmallWorkspace.Contract, "refund_when: kind = 'refund'\n", "")]
    [InlineData(SmallWorkspace.Contract, "  day: date\n  amount: decimal(19,4)", "  amount: decimal(19,4)\n  day: date")]
    [InlineData(SmallWorkspace.Pipeline, "severity: warn", "severity: info")]
    [InlineData(SmallWorkspace.Accounts, "accounts.csv", "chart.csv")]
    [InlineData("evented.yml", "Europe/Berlin", "Europe/Paris")]
    public void any_change_of_a_definitions_meaning_makes_another_hash(string file, string of, string instead)
    {
        var before = DefinitionHash.Of(_files.Definition());
        _files.With(file, of: of, instead: instead);

        DefinitionHash.Of(_files.Definition()).ShouldNotBe(before);
    }
}
