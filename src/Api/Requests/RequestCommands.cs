using EventedPipelines.Api.Http;
using EventedPipelines.Domain;
using EventedPipelines.Domain.OnCall;
using EventedPipelines.Domain.Requests;
using EventedPipelines.Projections.Requests;
using EventedPipelines.Projections.Store;

namespace EventedPipelines.Api.Requests;

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
            if (ETags.IsStale(http.Request.GetTypedHeaders(), request.Version))
            {
                return Problems.Stale(request.Version);
            }

            var decision = decide(request, sprint.Aggregate!);
            if (decision.Refused is { } refused)
            {
                return Problems.Conflict(refused, $"GET {RequestView.PathOf(id)} says what became of it.");
            }

            await session.AppendAsync(stream, decision, http.RequestAborted);
            var decided = decision.On(request, Request.Fold)!;
            return new(StatusCodes.Status200OK, RequestView.Of(decided)) { Location = RequestView.PathOf(id), Version = decided.Version };
        });

    public static Microsoft.AspNetCore.Mvc.ProblemDetails UnknownRequest(Guid id) => Problems.NotFound($"request {id}", "GET /api/v1/requests lists them.");
}
