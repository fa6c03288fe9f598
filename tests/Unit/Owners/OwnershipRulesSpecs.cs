using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Domain.Team.Owners;

namespace EventedPipelines.Tests.Unit.Owners;

/// <summary>Each rule of domain.md 1.2, kept and broken.</summary>
public sealed class OwnershipRulesSpecs
{
    static readonly DateOnly first = new(2026, 1, 1);
    static readonly DateOnly later = new(2026, 7, 1);

    static readonly TeamDefinition right = new(
        [new("ada", "Ada", 4), new("ben", "Ben", 3), new("cem", "Cem", 2), new("dot", "Dot", 2)],
        [Of("profit", "ada ben", "cem dot"), Of("growth", "cem", "ada"), Of("engagement", "dot", "ben")],
        new Dictionary<string, OwnersNeeded>());

    [Fact]
    public void a_team_that_keeps_the_rules_of_ownership_breaks_none() => Broken(right).ShouldBeEmpty();

    [Theory]
    [InlineData("profit", "ada", "cem dot", OwnershipRule.Count, "needs 2 primary and 2 secondary, and has 1 primary and 2 secondary")]
    [InlineData("profit", "ada ben", "cem", OwnershipRule.Count, "has 2 primary and 1 secondary")]
    [InlineData("growth", "cem", "ada ben", OwnershipRule.Count, "needs 1 primary and 1 secondary, and has 1 primary and 2 secondary")]
    [InlineData("engagement", "dot", "", OwnershipRule.Count, "has 1 primary and 0 secondary")]
    [InlineData("profit", "ada ben", "ben dot", OwnershipRule.OneRole, "'ben' is primary and secondary owner of 'profit'")]
    [InlineData("growth", "cem", "cem", OwnershipRule.OneRole, "'cem' is primary and secondary owner of 'growth'")]
    [InlineData("growth", "ben", "ada", OwnershipRule.ProfitSecondariesLead, "'ben', primary owner of 'growth', is no secondary owner of profit")]
    [InlineData("growth", "dot", "ada", OwnershipRule.ProfitSecondariesLead, "'dot' is primary owner of growth and of engagement")]
    [InlineData("growth", "cem", "dot", OwnershipRule.ProfitPrimariesBackUp, "'dot', secondary owner of 'growth', is no primary owner of profit")]
    [InlineData("engagement", "dot", "ada", OwnershipRule.ProfitPrimariesBackUp, "'ada' is secondary owner of growth and of engagement")]
    [InlineData("profit", "ada cem", "ben dot", OwnershipRule.MostSenior, "'ben' is more senior")]
    public void each_rule_of_ownership_is_named_where_it_is_broken(string area, string primary, string secondary, OwnershipRule rule, string message)
    {
        var broken = Broken(With(Of(area, primary, secondary))).First(broken => broken.Rule == rule);

        broken.Message.ShouldContain(message);
        broken.IsWarning.ShouldBe(rule is OwnershipRule.MostSenior);
    }

    [Fact]
    public void a_change_of_owners_is_judged_with_what_else_holds_on_its_day()
    {
        var swapped = right with { Ownership = [.. right.Ownership, Of("growth", "dot", "ada", later)] };
        var both = swapped with { Ownership = [.. swapped.Ownership, Of("engagement", "cem", "ben", later)] };

        var broken = Broken(swapped).ShouldHaveSingleItem();
        (broken.Rule, broken.Assignment).ShouldBe((OwnershipRule.ProfitSecondariesLead, swapped.Ownership[^1]));
        Broken(both).ShouldBeEmpty();
    }

    [Fact]
    public void an_area_of_ones_own_states_the_owners_that_it_needs_and_has_them()
    {
        Broken(right, "support").Select(broken => broken.Rule).ShouldBe([OwnershipRule.AreaStatesItsNeed, OwnershipRule.AreaHasOwners]);

        var stated = right with { Areas = new Dictionary<string, OwnersNeeded> { ["support"] = new(1, 0) }, Ownership = [.. right.Ownership, Of("support", "dot", "")] };
        Broken(stated, "support").ShouldBeEmpty();
    }

    static BrokenRule[] Broken(TeamDefinition team, params string[] areas) => [.. OwnershipRules.Broken(team, areas)];

    static TeamDefinition With(Assignment assignment) => right with { Ownership = [.. right.Ownership.Select(other => other.Area == assignment.Area ? assignment : other)] };

    static Assignment Of(string area, string primary, string secondary, DateOnly? from = null) => new(area, from ?? first, Names(primary), Names(secondary));

    static string[] Names(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
