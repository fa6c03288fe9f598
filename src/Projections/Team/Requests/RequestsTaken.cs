using EventedPipelines.Domain.Team.Requests;
using Marten;

namespace EventedPipelines.Projections.Team.Requests;

public static class RequestsTaken
{
    /// <summary>Who was on duty for each of the requests that were accepted and came from an instant on, before another.</summary>
    public static async Task<IReadOnlyList<string>> EngineersOfRequestsAsync(this IQuerySession session, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        await session.Query<Request>()
            .Where(request => request.Engineer != null && request.Received.ReceivedAt >= from && request.Received.ReceivedAt < to)
            .Select(request => request.Engineer!)
            .ToListAsync(cancellationToken);
}
