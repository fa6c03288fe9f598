using EventedPipelines.Domain.Catalog.Pipelines;

namespace EventedPipelines.Tests.Unit.Pipelines;

/// <summary>What changed between two versions of a definition, as an engineer would say it.</summary>
public sealed class DefinitionChangesSpecs : IDisposable
{
    readonly SmallWorkspace _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void the_same_definition_has_no_changes() => DefinitionChanges.Between(_files.Definition(), _files.Definition()).ShouldBeEmpty();

    [Theory]
    [InlineData(SmallWorkspace.Pipeline, "severity: warn", "severity: critical", "checks[orders-unique].severity: warn -> critical")]
    [InlineData(SmallWorkspace.Pipeline, "action: continue", "action: block", "checks[orders-unique].action:  -> block")]
    [InlineData(SmallWorkspace.Contract, "version: 2", "version: 3", "checks[orders-key].version: 2 -> 3; sources[orders].contract.version: 2 -> 3")]
    [InlineData(SmallWorkspace.Contract, "  day: date\n", "  day: date not null\n", "sources[orders].contract.columns[day].nullable: true -> ")]
    [InlineData(SmallWorkspace.Contract, "refund_when: kind = 'refund'\n", "", "sources[orders].contract.refundWhen: kind = 'refund' -> ")]
    [InlineData(SmallWorkspace.Pipeline, "by: [day]", "by: [day, rate]", "metrics[revenue, day].by: [\"day\"] -> [\"day\",\"rate\"]")]
    [InlineData("evented.yml", "Europe/Berlin", "Europe/Paris", "zone: Europe/Berlin -> Europe/Paris")]
    public void a_change_of_a_definition_has_its_path_and_both_values(string file, string of, string instead, string expected)
    {
        var before = _files.Definition();
        _files.With(file, of: of, instead: instead);

        var changes = DefinitionChanges.Between(before, _files.Definition());

        string.Join("; ", changes.Select(change => $"{change.Path}: {change.Before} -> {change.After}")).ShouldBe(expected);
    }

    [Fact]
    public void entries_of_a_definition_come_go_and_change_places_by_their_names()
    {
        var before = _files.Definition();
        var after = before with { Checks = [before.Checks[1], before.Checks[0], before.Checks[2] with { Id = "new" }, before.Checks[3]] };

        DefinitionChanges.Between(before, after).Select(change => $"{change.Path} {change.Before is not null} {change.After is not null}").ShouldBe(
            ["checks True True", "checks[new] False True", "checks[revenue-reconciles] True False"]);
    }

    [Fact]
    public void the_first_version_of_a_definition_has_no_changes_and_the_next_has_them()
    {
        var first = DefinePipelineDecision.Decide(new(_files.Definition(), "a", "workspace"), null, default).ShouldHaveSingleItem().ShouldBeOfType<PipelineDefined>();
        var next = _files.Definition() with { Zone = "UTC" };

        var defined = DefinePipelineDecision.Decide(new(next, "b", "workspace"), Pipeline.Fold(null, first), default).ShouldHaveSingleItem().ShouldBeOfType<PipelineDefined>();

        first.Changes.ShouldBeNull();
        defined.Changes.ShouldHaveSingleItem().ShouldBe(new("zone", "Europe/Berlin", "UTC"));
    }
}
