using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Calendars;
using EventedPipelines.Domain.Team.Members;

namespace EventedPipelines.Domain.Team.OnCall;

public static class ReplanSprintDecision
{
    /// <summary>
    /// The running sprint by a calendar that has changed: it still has ten working days, and begins where it began. It ends at once where these
    /// are over by now; one that was over by the calendar before stays so, also where it is handed over late.
    /// </summary>
    public static Decision Decide(Sprint sprint, WorkCalendar calendar, RotationPlan rotation, string because, DateTimeOffset now)
    {
        var planned = SprintDays.Plan(sprint.Number, sprint.First, calendar, rotation, TimeZoneInfo.FindSystemTimeZoneById(sprint.Zone));
        var until = planned.Until > now ? planned.Until : now;
        return sprint.IsOpen && sprint.HandoverAt > now && (planned.Last, until) != (sprint.Last, sprint.HandoverAt)
            ? [new SprintReplanned(sprint.Id, planned.Last, until, calendar.Version, now, because)]
            : [];
    }
}
