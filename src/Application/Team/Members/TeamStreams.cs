using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Calendars;
using EventedPipelines.Domain.Team.Members;
using Marten;

namespace EventedPipelines.Application.Team.Members;

public static class TeamStreams
{
    /// <summary>Takes over the team, its working week and its holidays as the workspace has them; what is recorded already says nothing.</summary>
    public static Task<bool> DefineTeamAsync(this IDocumentStore store, TeamDefinition team, string actor, DateTimeOffset now, CancellationToken cancellationToken) =>
        store.InTransactionAsync(actor, async session =>
    {
        var defined = await session.Events.FetchForWriting<DefinedTeam>(DefinedTeam.TheId, cancellationToken);
        var changed = DefineTeamDecision.Decide(new(team, actor), defined.Aggregate, now);
        await session.AppendAsync(defined, changed, cancellationToken);

        var today = LocalTime.DayOf(now, TimeZoneInfo.FindSystemTimeZoneById(team.Zone));
        var stream = await session.Events.FetchForWriting<WorkCalendar>(WorkCalendar.TheId, cancellationToken);
        await session.AppendAsync(stream, SetWorkWeekDecision.Decide(new(team.Calendar.Week, actor), stream.Aggregate, today, now), cancellationToken);
        if (team.Calendar.Source is { } source)
        {
            await session.AppendAsync(stream, ImportHolidaysDecision.Decide(new(source, team.Calendar.Holidays, actor), stream.Aggregate, today, now), cancellationToken);
        }

        return changed.Count > 0;
    }, cancellationToken);
}
