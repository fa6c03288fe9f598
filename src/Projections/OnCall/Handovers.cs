using EventedPipelines.Domain;
using EventedPipelines.Domain.Incidents;
using EventedPipelines.Domain.OnCall;
using EventedPipelines.Domain.Policies;
using EventedPipelines.Domain.Requests;
using EventedPipelines.Projections.Notifications;
using EventedPipelines.Projections.Policies;
using JasperFx.Events;
using Marten;

namespace EventedPipelines.Projections.OnCall;

public static class Handovers
{
    /// <summary>Closes a sprint and opens the next in one transaction, and tells who takes over. By a person where <paramref name="by"/> is one.</summary>
    public static async Task<(Refused? Refused, SprintOpened? Next)> HandOverAsync(
        this IDocumentSession session, IEventStream<Sprint> stream, string? by, string? notes, DateTimeOffset now, CancellationToken token)
    {
        var sprint = stream.Aggregate!;
        var incidents = await session.Query<Incident>().Where(incident => incident.Resolution == null).OrderBy(incident => incident.OpenedAt).ToListAsync(token);
        var requests = await session.Query<Request>().Where(request => request.State == RequestState.Accepted).OrderBy(request => request.Received.ReceivedAt).ToListAsync(token);
        var command = new HandOver(
            by, notes,
            [.. incidents.Select(incident => new IncidentInHand(incident.Id, incident.Pipeline, incident.Interval.ToString(), incident.Status.ToString().ToLowerInvariant()))],
            [.. requests.Select(request => new RequestInHand(request.Id, request.Received.Title, request.Received.Points))],
            await session.SprintTermsAsync(sprint.Simulated, token));
        var (refused, events, next) = HandOverDecision.Decide(command, sprint, now);
        stream.AppendMany(events);
        if (next is not null)
        {
            session.Events.StartStream<Sprint>(next.SprintId, next);
            var policies = (await session.PoliciesAsync(token))?.Policies ?? PolicySet.Default;
            await session.QueueAsync(HandoverMessages.Of(sprint, (SprintHandedOver)events[0], next, policies.Notifications, now), token);
        }

        return (refused, next);
    }
}
