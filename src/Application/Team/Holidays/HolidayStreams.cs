using EventedPipelines.Application.Kernel;
using EventedPipelines.Application.Team.OnCall;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Holidays;
using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Projections.Kernel.Store;
using Marten;

namespace EventedPipelines.Application.Team.Holidays;

public static class HolidayStreams
{
    /// <summary>Plans a year's holidays under its lock, by the team and the calendar as they are; null, or why not.</summary>
    /// <exception cref="InvalidOperationException">The team is not defined.</exception>
    public static async Task<Rejection?> PlanHolidaysAsync(this IDocumentSession session, int year, string actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var id = HolidayYear.IdOf(year);
        await session.LockAsync(id, cancellationToken);
        var team = await session.LoadAsync<DefinedTeam>(DefinedTeam.TheId, cancellationToken) ?? throw new InvalidOperationException("The team is not defined.");
        var before = await session.LoadAsync<HolidayYear>(HolidayYear.IdOf(year - 1), cancellationToken);
        var stream = await session.Events.FetchForWriting<HolidayYear>(id, cancellationToken);
        var command = new PlanHolidays(year, team, await session.CalendarAsync(cancellationToken), before, actor);
        var decision = PlanHolidaysDecision.Decide(command, stream.Aggregate, LocalTime.DayOf(now, team.Plan.TimeZone), now);
        await session.AppendAsync(stream, decision, cancellationToken);
        return decision.Rejection;
    }
}
