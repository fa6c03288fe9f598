using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Team.Calendars;

namespace EventedPipelines.Domain.Team.Members;

/// <summary>The people of `team.yml`, and who owns which area from which day on (domain.md 1.2).</summary>
public sealed record TeamDefinition(IReadOnlyList<Engineer> Engineers, IReadOnlyList<Assignment> Ownership, IReadOnlyDictionary<string, OwnersNeeded> Areas)
{
    /// <summary>The IANA zone of its working days, sprints and holidays.</summary>
    public string Zone { get; init; } = "UTC";

    public CalendarPlan Calendar { get; init; } = CalendarPlan.Default;

    /// <summary>Null where nobody is on duty for ad-hoc requests.</summary>
    public RotationPlan? Rotation { get; init; }

    /// <summary>Null where holiday duty is not paid through the ledger.</summary>
    public PayPolicy? Pay { get; init; }

    /// <summary>How many owners an area needs: by rule, or as the team states for an area of its own; null where nobody says.</summary>
    public OwnersNeeded? NeededBy(string area) => OwnersNeeded.ByRule.GetValueOrDefault(area) ?? Areas.GetValueOrDefault(area);

    public Assignment? At(string area, DateOnly day) => Ownership.Where(assignment => assignment.Area == area && assignment.From <= day).MaxBy(assignment => assignment.From);

    public Engineer Engineer(string id) => Engineers.Single(engineer => engineer.Id == id);
}

/// <summary>One data engineer. Of two, the one with the larger <paramref name="Seniority"/> is the more senior: junior 1, mid 2, senior 3, staff 4.</summary>
public sealed record Engineer(string Id, string Name, int Seniority, string? Email = null);

/// <summary>The owners of an area from a day on, by the ids of engineers, until a later assignment of the area.</summary>
public sealed record Assignment(string Area, DateOnly From, IReadOnlyList<string> Primary, IReadOnlyList<string> Secondary);

public sealed record OwnersNeeded(int Primary, int Secondary)
{
    public static IReadOnlyDictionary<string, OwnersNeeded> ByRule { get; } = new Dictionary<string, OwnersNeeded>
    {
        ["profit"] = new(2, 2),
        ["growth"] = new(1, 1),
        ["engagement"] = new(1, 1),
    };
}
