using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Team.Calendars;
using EventedPipelines.Domain.Team.Members;

namespace EventedPipelines.Domain.Team.OnCall;

/// <summary>What sprints are made of, at its present versions.</summary>
public sealed record SprintTerms(TeamPlan Team, int TeamVersion, RotationPlan Rotation, WorkCalendar Calendar, RequestPolicy Requests, bool Simulated, string Because);

public static class SprintOpening
{
    /// <summary>The first sprint that is put down: the one of this instant, or the rotation's first where that is to come.</summary>
    public static SprintOpened First(SprintTerms terms, DateTimeOffset now)
    {
        var planned = SprintDays.Holding(now, terms.Calendar, terms.Rotation, terms.Team.TimeZone);
        return Open(planned, RotationOrder.Of(planned.Number, terms.Rotation), terms, now);
    }

    /// <summary>The sprint after one that ends, from the instant that it ends at.</summary>
    public static SprintOpened Next(Sprint ending, DateTimeOffset from, SprintTerms terms, DateTimeOffset now)
    {
        var planned = SprintDays.Plan(ending.Number + 1, ending.Last.AddDays(1), terms.Calendar, terms.Rotation, terms.Team.TimeZone);
        return Open(planned with { From = from }, RotationOrder.After(ending.Duty, terms.Rotation), terms, now) with { KnownGaps = ending.Gaps.IsEmpty ? null : ending.Gaps };
    }

    static SprintOpened Open(PlannedSprint planned, string duty, SprintTerms terms, DateTimeOffset now)
    {
        var (points, share) = (terms.Requests.TeamPoints, terms.Requests.Share);
        return new(
            Sprint.IdOf(planned.Number), planned.Number, duty, terms.Team.NameOf(duty), planned.First, planned.Last, planned.From, planned.Until, terms.Team.Zone,
            terms.Calendar.Version, terms.TeamVersion, points, share, decimal.Round(points * share, 4, MidpointRounding.AwayFromZero), terms.Simulated, now, terms.Because);
    }
}
