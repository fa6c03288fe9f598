using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Api.Team.OnCall;
using EventedPipelines.Application.Team.OnCall;
using EventedPipelines.Domain.Team.OnCall;
using Marten;
using Wolverine.Http;

namespace EventedPipelines.Api.Team.Requests;

public static class RequestBudgetEndpoint
{
    [WolverineGet("/api/v1/request-budget")]
    [Tags("Requests"), EndpointSummary("What a sprint has for ad-hoc requests, what of it is reserved, spent and left, and what did not fit. Without a sprint, the open one.")]
    [Refuses(404)]
    public static async Task<Reply<BudgetView>> Get(int? sprint, IDocumentStore store, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var found = sprint is { } number ? await session.LoadAsync<Sprint>(Sprint.IdOf(number), cancellationToken) : await session.OpenSprintAsync(cancellationToken);
        if (found is null)
        {
            return sprint is { } unknown ? SprintsEndpoint.Unknown(unknown) : TeamProblems.NoSprint();
        }

        var overflowOf = await Overflows.OfAsync(session, [found], cancellationToken);
        return new Reply<BudgetView>(StatusCodes.Status200OK, BudgetView.Of(found, overflowOf(found))) { Version = found.Version, ShowsMore = true };
    }
}
