using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Calendars;
using EventedPipelines.Domain.Team.Owners;

namespace EventedPipelines.Domain.Team.OnCall;

public enum GapKind
{
    /// <summary>Nobody is on duty for ad-hoc requests.</summary>
    Duty,

    /// <summary>A level of an area's owners has nobody to page.</summary>
    Owners,

    /// <summary>A public holiday has no rota.</summary>
    Holiday,
}

/// <summary>Days, both included, on which somebody is missing.</summary>
/// <param name="Subject">The area with the level, the sprint, or the holiday.</param>
public sealed record CoverageGap(GapKind Kind, string Subject, DateOnly From, DateOnly To, string Why)
{
    /// <summary>Each of its days is one of the other's, which is about the same.</summary>
    public bool IsWithin(CoverageGap other) => (Kind, Subject, Why) == (other.Kind, other.Subject, other.Why) && other.From <= From && To <= other.To;
}

/// <summary>Looks for days without anybody (domain.md 5.2), with the same eyes as the escalation.</summary>
public static class CoverageGaps
{
    /// <summary>So many sprints after the running one are looked through.</summary>
    public const int SprintsAhead = 2;

    /// <param name="roster">With the running sprint and the years that meet the days.</param>
    /// <param name="ownerships">Of every area that has pipelines.</param>
    /// <param name="calendar">The team's.</param>
    /// <param name="today">In the team's zone; the first day that is looked at.</param>
    public static IReadOnlyList<CoverageGap> Find(DutyRoster roster, IEnumerable<Ownership> ownerships, WorkCalendar calendar, DateOnly today)
    {
        if (roster is not { Team: { Rotation: { } rotation, TimeZone: var zone }, Sprints: [.., var running] })
        {
            return [];
        }

        var end = SprintDays.Plan(running.Number + 1, running.Last.AddDays(1), calendar, rotation, zone);
        for (var more = 1; more < SprintsAhead; more++)
        {
            end = SprintDays.After(end, calendar, rotation, zone);
        }

        var days = Enumerable.Range(0, Math.Max(0, end.Last.DayNumber - today.DayNumber + 1)).Select(today.AddDays).ToList();
        return
        [
            .. Duty(roster, calendar, end.Until),
            .. ownerships.OrderBy(ownership => ownership.Area, StringComparer.Ordinal).SelectMany(ownership => Owners(ownership, roster, days)),
            .. days.Where(day => calendar.On(day).Any() && roster.HolidayAt(Noon(day, zone)) is null)
                .Select(day => new CoverageGap(GapKind.Holiday, calendar.On(day).First().Name, day, day, NoRota(calendar.On(day).First().Name, roster, day))),
        ];
    }

    static string NoRota(string holiday, DutyRoster roster, DateOnly day) =>
        $"There is no rota for {holiday}{(roster.Years.FirstOrDefault(year => year.Year == day.Year)?.Refusal is { } refusal ? $": {refusal.Reason}" : ".")}";

    static IEnumerable<CoverageGap> Duty(DutyRoster roster, WorkCalendar calendar, DateTimeOffset end) =>
        from shift in Shifts.Between(roster, calendar, roster.Sprints[^1].From, end)
        where shift.Kind is ShiftKind.Sprint && roster.Team.Find(shift.Engineer) is null
        select new CoverageGap(
            GapKind.Duty, shift.What, LocalTime.DayOf(shift.From, roster.Team.TimeZone), LocalTime.DayOf(shift.To.AddTicks(-1), roster.Team.TimeZone),
            $"'{shift.Engineer}' is not in the team any more.");

    static IEnumerable<CoverageGap> Owners(Ownership ownership, DutyRoster roster, IReadOnlyList<DateOnly> days)
    {
        foreach (var step in new[] { EscalationStep.Primary, EscalationStep.Secondary })
        {
            CoverageGap? open = null;
            foreach (var day in days)
            {
                var (there, away) = Responders.Of(ownership, day, roster, Noon(day, roster.Team.TimeZone)).In(step);
                var why = there.Count > 0 ? null : Responders.WhyEmpty(step, ownership.Area, away);
                if (open is not null && open.Why == why)
                {
                    open = open with { To = day };
                    continue;
                }

                if (open is not null)
                {
                    yield return open;
                }

                open = why is null ? null : new(GapKind.Owners, $"{ownership.Area}, {step.ToString().ToLowerInvariant()}", day, day, why);
            }

            if (open is not null)
            {
                yield return open;
            }
        }
    }

    static DateTimeOffset Noon(DateOnly day, TimeZoneInfo zone) => LocalTime.FirstAt(day, new(12, 0), zone);
}
