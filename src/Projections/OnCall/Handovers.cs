using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Domain.Team.OnCall;
using EventedPipelines.Domain.Team.Requests;
using EventedPipelines.Projections.Policies;
using EventedPipelines.Projections.Store;
using JasperFx.Events;
using Marten;

namespace EventedPipelines.Projections.OnCall;

public static class Handovers
{
    /// <summary>Closes a sprint and opens the next in one transaction. By a person where <paramref name="by"/> is one.</summary>
    public static async Task<Decision> HandOverAsync(
        this IDocumentSession session, IEventStream<Sprint> stream, string? by, string? notes, DateTimeOffset now, CancellationToken token)
    {
        var sprint = stream.Aggregate!;
        var incidents = await session.Query<Incident>().Where(incident => incident.Resolution == null).OrderBy(incident => incident.OpenedAt).ToListAsync(token);
        var requests = await session.Query<Request>().Where(request => request.State == RequestState.Accepted).OrderBy(request => request.Received.ReceivedAt).ToListAsync(token);
        var command = new HandOver(
            by, notes,
            [.. incidents.Select(incident => new IncidentInHand(incident.Id, incident.Pipeline, incident.Interval.ToString(), incident.Status.ToString().ToLowerInvariant()))],
            [.. requests.Select(request => new RequestInHand(request.Id, request.Received.Title, request.Received.Points))],
            await session.SprintTermsAsync(sprint.Simulated, token),
            (await session.PoliciesAsync(token)).Policies.Notifications);
        var decision = HandOverDecision.Decide(command, sprint, now);
        await session.AppendAsync(stream, decision, token);
        return decision;
    }
}
