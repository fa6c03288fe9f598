using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Projections.Kernel.Store;
using Marten;

namespace EventedPipelines.Projections.Reliability.Incidents;

public sealed class IncidentWriteModel() : WriteModel<Incident>("incident", MarkedEvents.Of<IIncidentEvent>(), Incident.Fold, Escalation.Pending, version: 2)
{
    protected override void Configure(MartenRegistry.DocumentMappingExpression<Incident> document) => document.Index(incident => incident.OpenedAt).IgnoreIndex(OpenIncidents.IndexName);
}
