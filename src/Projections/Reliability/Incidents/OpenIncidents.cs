using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Projections.Kernel.Store;
using Marten;

namespace EventedPipelines.Projections.Reliability.Incidents;

/// <summary>How many incidents are not resolved. One that touches several areas counts in each and once in all; an area without one is not there.</summary>
public sealed record OpenIncidents(int Total, IReadOnlyDictionary<string, int> ByArea)
{
    public const string IndexName = "mt_doc_incident_open";

    static readonly StoredDocument<Incident> Incidents = new();

    /// <summary>They are few, and asked for with every publication; written as Marten asks for them.</summary>
    public static string Index { get; } = $"create index if not exists {IndexName} on {Incidents.Table} (id) where ({Incidents.Text(incident => incident.Resolution)}) is null;";

    /// <summary>Of the write model, which is never behind.</summary>
    public static async Task<OpenIncidents> CountAsync(IQuerySession session, CancellationToken cancellationToken)
    {
        var open = await session.Query<Incident>().Where(incident => incident.Resolution == null).Select(incident => incident.Affected).ToListAsync(cancellationToken);
        return new(open.Count, open.SelectMany(affected => affected.Select(each => each.Area).Distinct()).CountBy(area => area).ToDictionary());
    }
}
