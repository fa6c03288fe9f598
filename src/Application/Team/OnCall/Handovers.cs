using EventedPipelines.Application.Catalog.Policies;
using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.OnCall;
using EventedPipelines.Domain.Team.Requests;
using JasperFx.Events;
using Marten;

namespace EventedPipelines.Application.Team.OnCall;

public static class Handovers
{
    /// <summary>Closes a sprint and opens the next in one transaction. By a person where <paramref name="by"/> is one.</summary>
    public static async Task<Decision> HandOverAsync(
        this IDocumentSession session, IEventStream<Sprint> stream, string? by, string? notes, IIncidentsInHand incidents, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var sprint = stream.Aggregate!;
        var requests = await session.Query<Request>().Where(request => request.State == RequestState.Accepted).OrderBy(request => request.Received.ReceivedAt).ToListAsync(cancellationToken);
        var command = new HandOver(
            by, notes,
            await incidents.NowAsync(session, cancellationToken),
            [.. requests.Select(request => new RequestInHand(request.Id, request.Received.Title, request.Received.Points))],
            await session.SprintTermsAsync(sprint.Simulated, cancellationToken),
            (await session.PoliciesAsync(cancellationToken)).Policies.Notifications);
        var decision = HandOverDecision.Decide(command, sprint, now);
        await session.AppendAsync(stream, decision, cancellationToken);
        return decision;
    }
}
