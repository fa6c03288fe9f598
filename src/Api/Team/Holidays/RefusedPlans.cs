using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Holidays;
using EventedPipelines.Domain.Team.Members;
using Marten;

namespace EventedPipelines.Api.Team.Holidays;

static class RefusedPlans
{
    /// <summary>Of this year and the next, which are those that are planned by themselves.</summary>
    public static async Task<IReadOnlyList<RefusedPlan>> RefusedPlansAsync(this IQuerySession session, TeamPlan? team, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var year = LocalTime.DayOf(now, team?.TimeZone ?? TimeZoneInfo.Utc).Year;
        return RefusedPlan.Of(await session.LoadManyAsync<HolidayYear>(cancellationToken, HolidayYear.IdOf(year), HolidayYear.IdOf(year + 1)));
    }
}
