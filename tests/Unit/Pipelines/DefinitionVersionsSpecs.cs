using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Tests.Unit.Pipelines;

/// <summary>A definition is kept by version, with what differs from the one before (domain.md 2.9, 7.2).</summary>
public sealed class DefinitionVersionsSpecs
{
    static readonly DateTimeOffset now = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
    static readonly DecisionSpec<Pipeline> pipeline = new(Pipeline.Fold);

    static CheckDefinition Check(string id, CheckSeverity severity = CheckSeverity.Error) => new(id, 1, CheckKind.Duplicates, "orders", ["order_id"], severity, CheckAction.Block);

    static PipelineDefinition Definition(string area = "profit", params CheckDefinition[] checks) => new("unit-profit", area, Audience.Experiments, Grain.Day, "UTC", [], [], checks, []);

    static PipelineDefined Defined(int version, string hash, PipelineDefinition definition, params DefinitionChange[]? changes) =>
        new(Pipeline.IdOf("unit-profit"), version, hash, definition, "workspace", now, changes);

    [Fact]
    public void the_first_version_of_a_definition_has_no_changes() =>
        pipeline.Given().Deciding(state => DefinePipelineDecision.Decide(new(Definition(), "one", "workspace"), state, now).Events).Then(Defined(1, "one", Definition(), changes: null));

    [Fact]
    public void the_same_definition_again_makes_no_version() =>
        pipeline.Given(Defined(1, "one", Definition())).Deciding(state => DefinePipelineDecision.Decide(new(Definition(), "one", "workspace"), state, now).Events).ThenNothing();

    [Fact]
    public void another_definition_is_the_next_version_with_what_differs()
    {
        var outcome = pipeline.Given(Defined(1, "one", Definition()), Defined(2, "two", Definition("growth")))
            .Deciding(state => DefinePipelineDecision.Decide(new(Definition("engagement"), "three", "workspace"), state, now).Events);
        outcome.Then(Defined(3, "three", Definition("engagement"), new DefinitionChange("area", "growth", "engagement")));
        (outcome.After.Version, outcome.After.DefinitionVersion).ShouldBe((3, 3));
    }

    static IEnumerable<string> Changes(PipelineDefinition before, PipelineDefinition after) =>
        DefinitionChanges.Between(before, after).Select(change => $"{change.Path}: {Short(change.Before)} -> {Short(change.After)}");

    static string Short(string? text) => text is null ? "nothing" : text.Length > 30 ? "all of it" : text;

    [Fact]
    public void an_entry_of_a_definition_goes_by_its_name_wherever_it_stands()
    {
        Changes(Definition(checks: [Check("one"), Check("two")]), Definition(checks: [Check("one"), Check("two", CheckSeverity.Warn)])).ShouldHaveSingleItem()
            .ShouldStartWith("checks[two].severity: ");
        Changes(Definition(checks: [Check("one"), Check("two")]), Definition(checks: [Check("two"), Check("one")])).ShouldBe(["checks: one, two -> two, one"]);
    }

    [Fact]
    public void a_source_goes_by_its_id_whatever_period_it_has()
    {
        PipelineDefinition Reading(string path) => Definition() with { Sources = [new("ledger", path, null, new(), new("ledger", 1, [], [], null), Period: Grain.Month)] };
        Changes(Reading("a.csv"), Reading("b.csv")).ShouldBe(["sources[ledger].path: a.csv -> b.csv"]);
    }

    [Fact]
    public void a_check_that_came_or_went_is_told_whole_in_the_changes_of_a_definition()
    {
        Changes(Definition(checks: [Check("one")]), Definition(checks: [Check("one"), Check("two")])).ShouldBe(["checks[two]: nothing -> all of it"]);
        Changes(Definition(checks: [Check("one"), Check("two")]), Definition(checks: [Check("two")])).ShouldBe(["checks[one]: all of it -> nothing"]);
    }

    [Fact]
    public void a_value_of_a_definition_that_came_or_went_is_a_change()
    {
        var late = LateDataPolicy.Default with { Reruns = 3 };
        Changes(Definition(), Definition() with { LateData = late }).ShouldHaveSingleItem().ShouldStartWith("lateData: nothing -> ");
        Changes(Definition() with { LateData = late }, Definition()).ShouldHaveSingleItem().ShouldEndWith(" -> nothing");
        Changes(Definition(), Definition()).ShouldBeEmpty();
    }

    [Fact]
    public void a_definitions_policy_for_late_data_is_the_default_unless_it_says_another() =>
        (Definition().LateDataPolicy, (Definition() with { LateData = LateDataPolicy.Default with { Reruns = 3 } }).LateDataPolicy.Reruns).ShouldBe((LateDataPolicy.Default, 3));
}
