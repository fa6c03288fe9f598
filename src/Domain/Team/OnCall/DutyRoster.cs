using EventedPipelines.Domain.Team.Holidays;
using EventedPipelines.Domain.Team.Members;

namespace EventedPipelines.Domain.Team.OnCall;

/// <summary>
/// Who is there when, besides who owns what: the team with its overrides, and those sprints and years of holidays that a question is about.
/// </summary>
/// <param name="Sprints">In order.</param>
public sealed record DutyRoster(DefinedTeam Defined, Overrides Overrides, IReadOnlyList<Sprint> Sprints, IReadOnlyList<HolidayYear> Years)
{
    public TeamPlan Team => Defined.Plan;

    public Sprint? SprintAt(DateTimeOffset instant) => Sprints.FirstOrDefault(sprint => sprint.Holds(instant));

    /// <summary>The covered holiday that an instant falls on (domain.md 3.3).</summary>
    public PlannedHoliday? HolidayAt(DateTimeOffset instant) => Years.Select(year => year.Holding(instant)).FirstOrDefault(day => day is not null);

    /// <summary>Who is there for an engineer at an instant, by the name they have, and why not that one themselves.</summary>
    public (string Engineer, string Name, string How) ThereFor(string engineer, DateTimeOffset at)
    {
        var (there, by) = Overrides.StandInFor(engineer, at);
        return (there, Team.NameOf(there), string.Concat(by.Select(one => $"; {one.Name} stands in for {Team.NameOf(one.InsteadOf)} until {one.To:yyyy-MM-dd HH:mm} UTC: {one.Reason}")));
    }
}
