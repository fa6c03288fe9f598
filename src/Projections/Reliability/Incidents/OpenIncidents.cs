using EventedPipelines.Domain.Reliability.Incidents;
using Marten;

namespace EventedPipelines.Projections.Reliability.Incidents;

public static class OpenIncidents
{
    /// <summary>How many incidents of each area are not resolved; an area without one is not there. Of the write model, which is never behind.</summary>
    public static async Task<IReadOnlyDictionary<string, int>> OpenIncidentsByAreaAsync(this IQuerySession session, CancellationToken cancellationToken)
    {
        var counts = await session.Query<Incident>().Where(incident => incident.Resolution == null)
            .GroupBy(incident => incident.Area).Select(open => new { Area = open.Key, Incidents = open.Count() }).ToListAsync(cancellationToken);
        return counts.ToDictionary(each => each.Area, each => each.Incidents);
    }
}
