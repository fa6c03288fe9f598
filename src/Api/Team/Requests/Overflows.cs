using EventedPipelines.Domain.Team.OnCall;
using EventedPipelines.Domain.Team.Requests;
using Marten;

namespace EventedPipelines.Api.Team.Requests;

static class Overflows
{
    /// <summary>The requests that did not fit in each of the sprints, with their tickets, read for all of them at once.</summary>
    public static async Task<Func<Sprint, IReadOnlyList<OverflowView>>> OfAsync(IQuerySession session, IReadOnlyList<Sprint> sprints, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. sprints.SelectMany(sprint => sprint.Overflowed).Select(overflow => overflow.RequestId)];
        var requests = (await session.LoadManyAsync<Request>(cancellationToken, ids)).ToDictionary(request => request.Id);
        return sprint => [.. sprint.Overflowed.Select(overflow => Of(overflow, requests[overflow.RequestId]))];
    }

    static OverflowView Of(Overflow overflow, Request request) =>
        new(overflow.RequestId, overflow.Points, request.Ticket?.Id, request.Ticket?.Id is null ? TicketState.Queued : TicketState.Filed);
}
