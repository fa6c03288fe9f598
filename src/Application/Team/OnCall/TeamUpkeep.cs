using EventedPipelines.Application.Catalog.Policies;
using EventedPipelines.Application.Kernel;
using EventedPipelines.Application.Team.Holidays;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Holidays;
using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Domain.Team.OnCall;
using EventedPipelines.Domain.Team.Owners;
using Marten;

namespace EventedPipelines.Application.Team.OnCall;

/// <summary>
/// What follows when the team, its calendar, an override or the sprint has changed: the running sprint keeps its ten days, this year's and the next
/// one's holidays are planned, and whoever is missing is found. Each in a transaction of its own, after the change: said again it changes nothing, and
/// what a killed process has not done the sprint still owes.
/// </summary>
public static class TeamUpkeep
{
    const string Actor = "rotation";

    // Days: three sprints, however many holidays are in them.
    const int Reach = 60;

    /// <param name="store">The store.</param>
    /// <param name="simulated">Whether what is put down is marked as simulated.</param>
    /// <param name="now">The Clock's time.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Why a year's holidays could not be planned, one line a year.</returns>
    public static async Task<IReadOnlyList<string>> FollowUpAsync(this IDocumentStore store, bool simulated, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var look = store.QuerySession();
        if (await look.LoadAsync<DefinedTeam>(DefinedTeam.TheId, cancellationToken) is not { } team)
        {
            return [];
        }

        await store.OpenOrReplanAsync(simulated, now, cancellationToken);
        var year = LocalTime.DayOf(now, team.Plan.TimeZone).Year;
        List<string> refused = [];
        var calendar = await look.CalendarAsync(cancellationToken);
        var years = await look.LoadManyAsync<HolidayYear>(cancellationToken, HolidayYear.IdOf(year), HolidayYear.IdOf(year + 1));
        foreach (var planned in new[] { year, year + 1 }.Where(each => calendar.HolidaysOf(each).Any() || years.Any(known => known.Year == each)))
        {
            if (await store.InTransactionAsync(Actor, session => session.PlanHolidaysAsync(planned, Actor, now, cancellationToken), cancellationToken) is { } why)
            {
                refused.Add($"The holidays of {planned} are not planned: {why.Reason}");
            }
        }

        await store.LookForGapsAsync(now, cancellationToken);
        return refused;
    }

    static Task<int> OpenOrReplanAsync(this IDocumentStore store, bool simulated, DateTimeOffset now, CancellationToken cancellationToken) => store.InTransactionAsync(Actor, async session =>
    {
        if (await session.SprintTermsAsync(simulated, cancellationToken) is not { } terms)
        {
            return 0;
        }

        if (await session.LockOpenSprintAsync(cancellationToken) is { } running)
        {
            await session.AppendAsync(running, ReplanSprintDecision.Decide(running.Aggregate!, terms.Calendar, terms.Rotation, terms.Because, now), cancellationToken);
        }
        else
        {
            var last = await session.Query<Sprint>().OrderByDescending(sprint => sprint.Number).FirstOrDefaultAsync(cancellationToken);
            var opened = SprintOpening.First(terms, now);
            opened = last?.Number >= opened.Number ? SprintOpening.Next(last, now, terms, now) : opened;
            await session.BeginAsync<Sprint>(opened.SprintId, [opened], cancellationToken);
        }

        return 0;
    }, cancellationToken);

    static Task<int> LookForGapsAsync(this IDocumentStore store, DateTimeOffset now, CancellationToken cancellationToken) => store.InTransactionAsync(Actor, async session =>
    {
        if (await session.LockOpenSprintAsync(cancellationToken) is not { Aggregate: { } sprint } stream || await session.RosterAsync(now, now.AddDays(Reach), cancellationToken) is not { } roster)
        {
            return 0;
        }

        var areas = (await session.Query<Pipeline>().ToListAsync(cancellationToken)).Select(pipeline => pipeline.Definition.Area).Distinct();
        var ownerships = await session.LoadManyAsync<Ownership>(cancellationToken, [.. areas.Select(Ownership.IdOf)]);
        var gaps = CoverageGaps.Find(roster, ownerships, await session.CalendarAsync(cancellationToken), LocalTime.DayOf(now, roster.Team.TimeZone));
        var policies = (await session.PoliciesAsync(cancellationToken)).Policies;
        await session.AppendAsync(stream, LookAtCoverageDecision.Decide(new(gaps, [.. roster.Team.Members.Select(member => member.Id)], policies.Notifications), sprint, now), cancellationToken);
        return gaps.Count;
    }, cancellationToken);
}
