using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Members;
using static EventedPipelines.Tests.Unit.OnCall.Rota;

namespace EventedPipelines.Tests.Unit.OnCall;

/// <summary>The team of the workspace is kept whole, by version: what was planned or paid under one stays explainable.</summary>
public sealed class DefineTeamSpecs
{
    static readonly DecisionSpec<DefinedTeam> team = new(DefinedTeam.Fold);

    static readonly TeamDefinition found = new([new("bruno", "Bruno", 2), new("amara", "Amara", 4)], [], new Dictionary<string, OwnersNeeded>()) { Zone = "Europe/Berlin", Rotation = Rotation };

    static Decision Define(DefinedTeam? state, TeamDefinition? other = null) => DefineTeamDecision.Decide(new(other ?? found, "workspace"), state, Monday);

    static TeamDefined Defined(int version, TeamDefinition? of = null)
    {
        var plan = TeamPlan.Of(of ?? found);
        return new(DefinedTeam.TheId, version, CanonicalJson.HashOf(plan), plan, "workspace", Monday);
    }

    [Fact]
    public void the_first_team_is_version_one_and_names_its_members_in_order_of_their_ids()
    {
        var outcome = team.Given().Deciding(state => Define(state));
        outcome.Then(Defined(1));
        outcome.After.Plan.Members.ShouldBe([new("amara", "Amara", 4), new("bruno", "Bruno", 2)]);
    }

    [Fact]
    public void the_same_team_again_changes_nothing_in_whatever_order_its_people_stand()
    {
        team.Given(Defined(1)).Deciding(state => Define(state)).ThenNothing();
        team.Given(Defined(1)).Deciding(state => Define(state, found with { Engineers = [.. found.Engineers.Reverse()] })).ThenNothing();
    }

    [Fact]
    public void another_team_is_the_next_version()
    {
        var grown = found with { Engineers = [.. found.Engineers, new("chiyo", "Chiyo", 1)] };
        var outcome = team.Given(Defined(1), Defined(2, found with { Zone = "UTC" })).Deciding(state => Define(state, grown));
        outcome.Then(Defined(3, grown));
        (outcome.After.TeamVersion, outcome.After.Version).ShouldBe((3, 3));
    }
}
