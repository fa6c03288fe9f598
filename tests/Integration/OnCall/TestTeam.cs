using EventedPipelines.Application.Kernel;
using EventedPipelines.Application.Team.Members;
using EventedPipelines.Application.Team.OnCall;
using EventedPipelines.Domain.Team.Calendars;
using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Domain.Team.Owners;
using EventedPipelines.Tests.Integration.Http;
using Marten;

namespace EventedPipelines.Tests.Integration.OnCall;

/// <summary>Four engineers in Berlin who share duty, with five public holidays a year.</summary>
static class TestTeam
{
    /// <summary>Sprint 1 of 2026 begins on Monday, 5 January.</summary>
    public static TeamDefinition Of(IEnumerable<int> years) => new(
        [new("ada", "Ada", 4), new("ben", "Ben", 3), new("cyn", "Cyn", 2), new("dan", "Dan", 2)],
        [new("growth", new(2026, 1, 1), ["cyn"], ["ada"]), new("engagement", new(2026, 1, 1), ["dan"], ["ben"])],
        new Dictionary<string, OwnersNeeded>())
    {
        Zone = "Europe/Berlin",
        Calendar = CalendarPlan.Default with { Source = "holidays.ics", Holidays = [.. years.SelectMany(HolidaysOf)] },
        Rotation = new(["ada", "ben", "cyn", "dan"], new(2026, 1, 5), new(9, 0)),
        Pay = new("EUR", 50m, 2m, new Dictionary<string, decimal> { ["christmas-day"] = 3m }, new Dictionary<string, decimal> { ["ada"] = 60m }),
    };

    public static async Task DefineAsync(IDocumentStore store, TeamDefinition team, DateTimeOffset now)
    {
        await store.DefineTeamAsync(team, "workspace", now, default);
        foreach (var area in team.Ownership.Select(assignment => assignment.Area))
        {
            await store.InTransactionAsync("workspace", async session =>
            {
                var stream = await session.Events.FetchForWriting<Ownership>(Ownership.IdOf(area));
                stream.AppendMany(AssignOwnersDecision.Decide(new(area, team, "workspace"), stream.Aggregate, DateOnly.FromDateTime(now.UtcDateTime), now));
                return 0;
            }, default);
        }

        await store.FollowUpAsync(simulated: false, now, default);
    }

    /// <summary>An api that knows the team, and a pipeline for each of its areas.</summary>
    public static async Task DefineAsync(ApiFixture api)
    {
        await api.Story.DefineAsync(Definitions.Daily("team-growth", "growth"));
        await api.Story.DefineAsync(Definitions.Daily("team-engagement", "engagement"));
        await DefineAsync(api.Store, Of([2026, 2027]), api.Clock.Now);
    }

    static IEnumerable<Holiday> HolidaysOf(int year) =>
    [
        new("new-year", new(year, 1, 1), "New Year"),
        new("labour-day", new(year, 5, 1), "Labour Day"),
        new("unity-day", new(year, 10, 3), "Unity Day"),
        new("christmas-day", new(year, 12, 25), "Christmas Day"),
        new("boxing-day", new(year, 12, 26), "Boxing Day"),
    ];
}
