using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Domain.Team.OnCall;
using Marten;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace EventedPipelines.Api.Team.OnCall;

/// <summary>A calendar of the shifts of <paramref name="Engineer"/>; without one, of the whole team.</summary>
public sealed record OpenFeedCommand(string? Engineer = null);

/// <param name="Path">The secret address, shown this once. Calendar programs subscribe to it.</param>
public sealed record FeedReceipt(Guid Id, string? Engineer, string Path);

public sealed record FeedView(Guid Id, string? Engineer, string OpenedBy, DateTimeOffset OpenedAt, DateTimeOffset? RevokedAt)
{
    public static FeedView Of(Feed feed) => new(feed.Id, feed.Engineer, feed.OpenedBy, feed.OpenedAt, feed.RevokedAt);
}

public static class FeedsEndpoint
{
    [WolverinePost("/api/v1/oncall/feeds")]
    [Tags("On-call"), EndpointSummary("Opens an iCalendar feed of an engineer's shifts, or the team's. Its secret address is shown once.")]
    [ProducesResponseType<FeedReceipt>(StatusCodes.Status201Created), Refuses(404, 409, 422)]
    public static Task<Reply<FeedReceipt>> Post(OpenFeedCommand command, IdempotentCommands commands, HttpContext http, DateTimeOffset now, CancellationToken cancellationToken) =>
        commands.DoAsync<FeedReceipt>(http, command, async session =>
        {
            if (await session.LoadAsync<DefinedTeam>(DefinedTeam.TheId, cancellationToken) is not { Plan: var team })
            {
                return TeamProblems.NoTeam();
            }

            if (command.Engineer is { } engineer && team.Find(engineer) is null)
            {
                return Problems.NotFound($"engineer '{engineer}'", $"The team is {string.Join(", ", team.Members.Select(member => member.Id))}.");
            }

            var id = Guid.CreateVersion7();
            var (secret, hash) = FeedSecret.New(id);
            await session.BeginAsync<Feed>(id, OpenFeedDecision.Decide(new(id, command.Engineer, hash, http.ActorName()), now), cancellationToken);
            return new(StatusCodes.Status201Created, new(id, command.Engineer, $"/api/v1/oncall/calendar.ics?token={secret}")) { Location = $"/api/v1/oncall/feeds/{id}" };
        });

    [WolverineGet("/api/v1/oncall/feeds")]
    [Tags("On-call"), EndpointSummary("The feeds that were opened, without their secrets.")]
    public static async Task<Reply<Page<FeedView>>> List(IDocumentStore store, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var feeds = await session.Query<Feed>().ToListAsync(cancellationToken);
        return new Page<FeedView>([.. feeds.OrderByDescending(feed => feed.OpenedAt).Select(FeedView.Of)], null);
    }

    [WolverineDelete("/api/v1/oncall/feeds/{id:guid}")]
    [Tags("On-call"), EndpointSummary("Revokes a feed: its address leads nowhere from now on.")]
    [ProducesResponseType<FeedView>(StatusCodes.Status200OK), Refuses(404)]
    public static Task<Reply<FeedView>> Delete(Guid id, IdempotentCommands commands, HttpContext http, DateTimeOffset now, CancellationToken cancellationToken) =>
        commands.DoAsync<FeedView>(http, id, async session =>
        {
            var stream = await session.Events.FetchForWriting<Feed>(id, cancellationToken);
            if (stream.Aggregate is not { } feed)
            {
                return Problems.NotFound($"feed {id}", "GET /api/v1/oncall/feeds lists them.");
            }

            var decision = RevokeFeedDecision.Decide(new(http.ActorName()), feed, now);
            await session.AppendAsync(stream, decision, cancellationToken);
            return FeedView.Of(decision.On(feed, Feed.Fold)!);
        });
}
