using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Team.Members;

/// <summary>The team found in the workspace.</summary>
public sealed record DefineTeam(TeamDefinition Team, string Actor);

public static class DefineTeamDecision
{
    /// <summary>A new version where it changed; nothing where it is as it was.</summary>
    public static Decision Decide(DefineTeam command, DefinedTeam? defined, DateTimeOffset now)
    {
        var plan = TeamPlan.Of(command.Team);
        var hash = CanonicalJson.HashOf(plan);
        return defined?.Hash == hash ? [] : [new TeamDefined(DefinedTeam.TheId, (defined?.TeamVersion ?? 0) + 1, hash, plan, command.Actor, now)];
    }
}
