using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Projections.Store;
using Marten;

namespace EventedPipelines.Projections.Incidents;

public sealed class IncidentWriteModel() : WriteModel<Incident>("incident", EventNames.Of<IIncidentEvent>(), Incident.Fold, Escalation.Pending)
{
    protected override void Configure(MartenRegistry.DocumentMappingExpression<Incident> document) => document.Index(incident => incident.OpenedAt);
}
