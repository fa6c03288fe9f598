using EventedPipelines.Application.Team.OnCall;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Domain.Team.OnCall;
using Marten;

namespace EventedPipelines.Application.Reliability.Incidents;

public sealed class IncidentsInHand : IIncidentsInHand
{
    public async Task<IReadOnlyList<IncidentInHand>> NowAsync(IQuerySession session, CancellationToken cancellationToken)
    {
        var incidents = await session.Query<Incident>().Where(incident => incident.Resolution == null).OrderBy(incident => incident.OpenedAt).ToListAsync(cancellationToken);
        return [.. incidents.Select(incident => new IncidentInHand(
            incident.Id, incident.Subject?.Source ?? incident.Pipeline, (incident.Subject?.Period ?? incident.Interval).ToString(), incident.Status.ToString().ToLowerInvariant()))];
    }
}
