using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Members;

namespace EventedPipelines.Domain.Team.Owners;

/// <summary>An area's owners as the team's file has them, for the past, for today and for days to come.</summary>
public sealed record AssignOwners(string Area, TeamDefinition Team, string Actor);

public static class AssignOwnersDecision
{
    /// <summary>
    /// What differs from what is recorded, from today on. Of an area without a record everything is taken over as it stands; once there is
    /// one, a past day keeps its answer whatever the file says of it now (domain.md 1.3).
    /// </summary>
    /// <param name="command">What the file says.</param>
    /// <param name="recorded">What is recorded; null where nothing is.</param>
    /// <param name="today">The day that now is, in the workspace's zone.</param>
    /// <param name="now">The Clock's time.</param>
    public static Decision Decide(AssignOwners command, Ownership? recorded, DateOnly today, DateTimeOffset now)
    {
        DateOnly[] stated = [.. command.Team.Ownership.Where(assignment => assignment.Area == command.Area).Select(assignment => assignment.From)];
        IEnumerable<DateOnly> days = recorded is null ? stated : [today, .. stated.Concat(recorded.Periods.Select(period => period.From)).Where(day => day > today)];
        var known = recorded;
        List<object> changes = [];
        foreach (var day in days.Distinct().Order())
        {
            var assignment = command.Team.At(command.Area, day);
            var period = new OwnershipPeriod(day, Owners(assignment?.Primary, command.Team), Owners(assignment?.Secondary, command.Team));
            if (!period.HasSameOwnersAs(known?.At(day)))
            {
                var assigned = new OwnershipAssigned(Ownership.IdOf(command.Area), command.Area, day, period.Primary, period.Secondary, command.Actor, now);
                known = Ownership.Fold(known, assigned);
                changes.Add(assigned);
            }
        }

        return [.. changes];
    }

    static IReadOnlyList<Owner> Owners(IReadOnlyList<string>? ids, TeamDefinition team) => [.. (ids ?? []).Select(id => new Owner(id, team.Engineer(id).Name))];
}
