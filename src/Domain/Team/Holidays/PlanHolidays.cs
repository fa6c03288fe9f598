using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Calendars;
using EventedPipelines.Domain.Team.Members;

namespace EventedPipelines.Domain.Team.Holidays;

/// <summary>A year's holidays are to be planned, by the team and the calendar as they are.</summary>
/// <param name="Before">The plan of the year before; null where there is none.</param>
public sealed record PlanHolidays(int Year, DefinedTeam Team, WorkCalendar Calendar, HolidayYear? Before, string Actor);

public static class PlanHolidaysDecision
{
    /// <summary>
    /// Plans the days that have not begun; the others stay as they were planned. Nothing where nothing would change. Where not everybody would have a
    /// whole holiday off it is refused, and the refusal is an event, once a reason, so that it is seen and not only logged (domain.md 6.3).
    /// </summary>
    /// <param name="command">What is to be planned, and by what.</param>
    /// <param name="known">The plan so far, and its refusal; null where there is neither.</param>
    /// <param name="today">In the team's zone.</param>
    /// <param name="now">The Clock's time.</param>
    public static Decision Decide(PlanHolidays command, HolidayYear? known, DateOnly today, DateTimeOffset now)
    {
        if (today.Year > command.Year)
        {
            return new Rejection($"{command.Year} is over: who worked its holidays is not rewritten.");
        }

        var team = command.Team.Plan;
        var year = known is { IsPlanned: true } ? known : null;
        if (team.Members.Count < 3)
        {
            return Refuse($"A holiday takes two or three engineers and leaves at least one off; the team has {team.Members.Count}.");
        }

        var plan = new HolidayPlanning(command with { Before = command.Before is { IsPlanned: true } ? command.Before : null }, year, today);
        if (plan.Days.Count == 0)
        {
            return Refuse($"The calendar knows no public holiday in {command.Year}. Name a file under `calendar.holidays` of team.yml, or POST /api/v1/calendar/imports.");
        }

        if (plan.Restless.ToList() is { Count: > 0 } without)
        {
            return Refuse(
                $"{string.Join(" and ", without.Select(team.NameOf))} would have no whole holiday off in {command.Year}: {plan.Days.Count} holidays are too few for {team.Members.Count} engineers.");
        }

        return year is { Refusal: null } && plan.IsAs(year)
            ? []
            : [new HolidaysPlanned(
                HolidayYear.IdOf(command.Year), command.Year, (year?.Plan ?? 0) + 1, plan.Days, plan.Roster, plan.Balances, plan.Offsets, team.Zone, command.Calendar.Version, command.Team.TeamVersion,
                command.Actor, now)];

        Decision Refuse(string why)
        {
            DateOnly[] dropped = [.. (known?.Days ?? []).Select(day => day.Day).Where(day => day > today && !command.Calendar.On(day).Any())];
            Decision recorded = known?.Refusal?.Reason == why && dropped.Length == 0
                ? []
                : [new HolidayPlanRefused(HolidayYear.IdOf(command.Year), command.Year, why, dropped, team.Zone, command.Calendar.Version, command.Team.TeamVersion, command.Actor, now)];
            return recorded.Refusing(new(why));
        }
    }
}
