using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Api.Team.Requests;
using EventedPipelines.Application.Team.OnCall;
using EventedPipelines.Domain.Team.OnCall;
using Marten;
using Wolverine.Http;

namespace EventedPipelines.Api.Team.OnCall;

public sealed record SprintKey(int Number);

public static class SprintsEndpoint
{
    [WolverineGet("/api/v1/sprints")]
    [Tags("Sprints"), EndpointSummary("Sprints, newest first, each with duty, dates, budget and handover.")]
    public static async Task<Reply<Page<SprintView>>> List(int? limit, string? cursor, IDocumentStore store, CancellationToken cancellationToken)
    {
        if (!Cursor.TryDecode<SprintKey>(cursor, out var after))
        {
            return Problems.NoCursor();
        }

        await using var session = store.QuerySession();
        var (size, below) = (limit ?? Page.DefaultLimit, after?.Number ?? int.MaxValue);
        var found = await session.Query<Sprint>().Where(sprint => sprint.Number < below).OrderByDescending(sprint => sprint.Number).Take(size + 1).ToListAsync(cancellationToken);
        var overflowed = await Overflows.OfAsync(session, found, cancellationToken);
        return Page.Of(found, size, sprint => SprintView.Of(sprint, overflowed(sprint)), sprint => Cursor.Encode(new SprintKey(sprint.Number)));
    }

    [WolverineGet("/api/v1/sprints/current")]
    [Tags("Sprints"), EndpointSummary("The sprint that is open.")]
    [Refuses(404)]
    public static async Task<Reply<SprintView>> Current(IDocumentStore store, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await AnswerAsync(session, await session.OpenSprintAsync(cancellationToken), TeamProblems.NoSprint(), cancellationToken);
    }

    [WolverineGet("/api/v1/sprints/{number:int}")]
    [Tags("Sprints"), EndpointSummary("One sprint by its number.")]
    [Refuses(404)]
    public static async Task<Reply<SprintView>> Get(int number, IDocumentStore store, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await AnswerAsync(session, await session.LoadAsync<Sprint>(Sprint.IdOf(number), cancellationToken), Unknown(number), cancellationToken);
    }

    internal static Microsoft.AspNetCore.Mvc.ProblemDetails Unknown(int number) => Problems.NotFound($"sprint {number}", "GET /api/v1/sprints lists them.");

    static async Task<Reply<SprintView>> AnswerAsync(IQuerySession session, Sprint? sprint, Microsoft.AspNetCore.Mvc.ProblemDetails unless, CancellationToken cancellationToken) => sprint is null
        ? unless
        : new Reply<SprintView>(StatusCodes.Status200OK, SprintView.Of(sprint, (await Overflows.OfAsync(session, [sprint], cancellationToken))(sprint))) { Version = sprint.Version, ShowsMore = true };
}
