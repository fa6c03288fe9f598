using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Application.Team.OnCall;
using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Domain.Team.OnCall;
using Marten;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace EventedPipelines.Api.Team.OnCall;

public static class CalendarFeedEndpoint
{
    public const string Path = "/api/v1/oncall/calendar.ics";

    const int DaysBack = 92;
    const int DaysAhead = 366;

    [WolverineGet(Path)]
    [Tags("On-call"), EndpointSummary("The shifts of a feed as iCalendar (RFC 5545, RFC 7986), from three months ago to a year ahead. The token is its secret: no key is needed.")]
    [ProducesResponseType<string>(StatusCodes.Status200OK, "text/calendar"), Refuses(404)]
    public static async Task<IResult> Get(string? token, IDocumentStore store, DateTimeOffset now, HttpContext http)
    {
        await using var session = store.QuerySession();
        if (FeedSecret.FeedOf(token) is not { } id
            || await session.LoadAsync<Feed>(id, http.RequestAborted) is not { RevokedAt: null } feed
            || !FeedSecret.IsOf(token!, feed.SecretHash)
            || await session.RosterAsync(now.AddDays(-DaysBack), now.AddDays(DaysAhead), http.RequestAborted) is not { } roster)
        {
            return (Reply<FeedView>)Problems.NotFound("such calendar", "Ask for a new address: POST /api/v1/oncall/feeds.");
        }

        var shifts = Shifts.Between(roster, await session.CalendarAsync(http.RequestAborted), now.AddDays(-DaysBack), now.AddDays(DaysAhead));
        var name = new FeedName(feed.Engineer is { } engineer ? $"On call: {roster.Team.NameOf(engineer)}" : "On call");
        var content = ShiftCalendar.Render(name, shifts.Where(shift => feed.Engineer is null || shift.Engineer == feed.Engineer).Select(shift => EntryOf(shift, roster.Team)));
        http.Response.Headers.CacheControl = "private, max-age=300";
        return Results.Text(content, "text/calendar; charset=utf-8");
    }

    static FeedEntry EntryOf(Shift shift, TeamPlan team) => new(
        $"{shift.Key}@evented-pipelines", shift.From, shift.To, $"{shift.What}: {shift.Name}",
        shift.InsteadOf is { } other ? $"Instead of {team.NameOf(other)}: {shift.Reason}" : "", shift.Kind.ToString(), shift.Revision, shift.ChangedAt);
}
