using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Application.Team.Requests;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.OnCall;
using EventedPipelines.Domain.Team.Requests;

namespace EventedPipelines.Api.Team.Requests;

/// <summary>How a person's decision reaches a request and the budget that it is in: under both their locks, and only at the version that the person saw.</summary>
public sealed class RequestCommands(IdempotentCommands commands)
{
    public Task<Reply<RequestView>> DecideAsync<TCommand>(
        HttpContext http, Guid id, TCommand command, Func<Request, Sprint, Decision> decide)
        where TCommand : class => commands.DoAsync<RequestView>(http, command, async session =>
        {
            if (await session.LockRequestAsync(id, http.RequestAborted) is not var (stream, sprint))
            {
                return UnknownRequest(id);
            }

            var request = stream.Aggregate!;
            return await session.AnswerAsync(
                http, stream, request.Version, state => decide(state, sprint.Aggregate!),
                decision => new Reply<RequestView>(StatusCodes.Status200OK, RequestView.Of(decision.On(request, Request.Fold)!)) { Location = RequestView.PathOf(id) },
                $"GET {RequestView.PathOf(id)} says what became of it.");
        });

    public static Microsoft.AspNetCore.Mvc.ProblemDetails UnknownRequest(Guid id) => Problems.NotFound($"request {id}", "GET /api/v1/requests lists them.");
}
