using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Calendars;
using EventedPipelines.Domain.Team.Holidays;
using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Domain.Team.OnCall;
using Marten;

namespace EventedPipelines.Application.Team.OnCall;

/// <summary>Where what decides who is there is kept.</summary>
public static class DutyRosters
{
    /// <summary>The sprints and the years of holidays that meet a stretch of time, and the sprint that is running; null where the team is not defined.</summary>
    public static async Task<DutyRoster?> RosterAsync(this IQuerySession session, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<DefinedTeam>(DefinedTeam.TheId, cancellationToken) is not { } team)
        {
            return null;
        }

        var zone = team.Plan.TimeZone;
        var years = Enumerable.Range(LocalTime.DayOf(from, zone).Year, LocalTime.DayOf(to, zone).Year - LocalTime.DayOf(from, zone).Year + 1);
        var sprints = await session.Query<Sprint>().Where(sprint => sprint.Handover == null || (sprint.From <= to && sprint.HandoverAt > from))
            .OrderBy(sprint => sprint.Number).ToListAsync(cancellationToken);
        var planned = await session.LoadManyAsync<HolidayYear>(cancellationToken, [.. years.Select(HolidayYear.IdOf)]);
        return new(team, await session.OverridesAsync(cancellationToken), sprints, [.. planned.OrderBy(year => year.Year)]);
    }

    public static async Task<Overrides> OverridesAsync(this IQuerySession session, CancellationToken cancellationToken) =>
        await session.LoadAsync<Overrides>(Overrides.TheId, cancellationToken) ?? Overrides.None;

    public static async Task<WorkCalendar> CalendarAsync(this IQuerySession session, CancellationToken cancellationToken) =>
        await session.LoadAsync<WorkCalendar>(WorkCalendar.TheId, cancellationToken) ?? WorkCalendar.Empty;

    /// <summary>The sprint that is open; null where there is no rotation.</summary>
    public static Task<Sprint?> OpenSprintAsync(this IQuerySession session, CancellationToken cancellationToken) =>
        session.Query<Sprint>().Where(sprint => sprint.Handover == null).OrderByDescending(sprint => sprint.Number).FirstOrDefaultAsync(cancellationToken);
}
