using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Team.Members;

public interface ITeamEvent
{
    Guid TeamId { get; }
}

/// <summary>The team differs from the version before, whole: what was planned or paid under a version stays explainable. The stream's version is its.</summary>
public sealed record TeamDefined(Guid TeamId, int TeamVersion, string Hash, TeamPlan Plan, string Actor, DateTimeOffset DefinedAt) : ITeamEvent;

/// <summary>Somebody of the team. Where to reach them is in the workspace alone.</summary>
public sealed record Member(string Id, string Name, int Seniority);

/// <summary>Who is in the team, where its days begin, and how it shares duty; ownership and calendar are streams of their own.</summary>
/// <param name="Members">By id.</param>
/// <param name="Zone">IANA.</param>
public sealed record TeamPlan(IReadOnlyList<Member> Members, string Zone, RotationPlan? Rotation, PayPolicy? Pay)
{
    public TimeZoneInfo TimeZone => TimeZoneInfo.FindSystemTimeZoneById(Zone);

    public static TeamPlan Of(TeamDefinition team) => new(
        [.. team.Engineers.Select(engineer => new Member(engineer.Id, engineer.Name, engineer.Seniority)).OrderBy(member => member.Id, StringComparer.Ordinal)],
        team.Zone, team.Rotation, team.Pay);

    /// <summary>By the name they have now; by the id where they have left.</summary>
    public string NameOf(string id) => Find(id)?.Name ?? id;

    public Member? Find(string id) => Members.FirstOrDefault(member => member.Id == id);
}

/// <summary>The team at its latest version.</summary>
public sealed record DefinedTeam(Guid Id, long Version, int TeamVersion, string Hash, TeamPlan Plan)
{
    public static Guid TheId { get; } = DerivedId.Of("team");

    public DateTimeOffset DefinedAt { get; init; }

    public static DefinedTeam? Fold(DefinedTeam? state, object @event) => @event switch
    {
        TeamDefined e => new(e.TeamId, (state?.Version ?? 0) + 1, e.TeamVersion, e.Hash, e.Plan) { DefinedAt = e.DefinedAt },
        _ => state,
    };
}
