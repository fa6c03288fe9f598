using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Domain.Team.Requests;
using Marten;
using Wolverine.Http;

namespace EventedPipelines.Api.Team.Requests;

public sealed record RequestKey(DateTimeOffset ReceivedAt, Guid Id);

public static class RequestsEndpoint
{
    [WolverineGet("/api/v1/requests")]
    [Tags("Requests"), EndpointSummary("Ad-hoc requests, newest first, of one sprint or of all.")]
    public static async Task<Reply<Page<RequestView>>> List(int? sprint, RequestState? state, int? limit, string? cursor, IDocumentStore store, CancellationToken cancellationToken)
    {
        if (!Cursor.TryDecode<RequestKey>(cursor, out var after))
        {
            return Problems.NoCursor();
        }

        await using var session = store.QuerySession();
        var query = session.Query<Request>().Where(request => true);
        if (sprint is { } number)
        {
            query = query.Where(request => request.Sprint == number);
        }

        if (state is { } wanted)
        {
            query = query.Where(request => request.State == wanted);
        }

        if (after is { ReceivedAt: var at, Id: var id })
        {
            query = query.Where(request => request.Received.ReceivedAt < at || (request.Received.ReceivedAt == at && request.Id.CompareTo(id) < 0));
        }

        var size = limit ?? Page.DefaultLimit;
        var found = await query.OrderByDescending(request => request.Received.ReceivedAt).ThenByDescending(request => request.Id).Take(size + 1).ToListAsync(cancellationToken);
        return Page.Of(found, size, RequestView.Of, request => Cursor.Encode(new RequestKey(request.Received.ReceivedAt, request.Id)));
    }

    [WolverineGet("/api/v1/requests/{id:guid}")]
    [Tags("Requests"), EndpointSummary("A request: accepted in a sprint and how far it is, or a ticket with the reason and where it was filed.")]
    [Refuses(404)]
    public static async Task<Reply<RequestView>> Get(Guid id, IDocumentStore store, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<Request>(id, cancellationToken) is { } request
            ? new Reply<RequestView>(StatusCodes.Status200OK, RequestView.Of(request)) { Version = request.Version }
            : RequestCommands.UnknownRequest(id);
    }
}
