using EventedPipelines.Domain.Incidents;
using EventedPipelines.Projections.Store;
using Marten;

namespace EventedPipelines.Projections.Incidents;

public sealed class IncidentWriteModel() : WriteModel<Incident>(EventNames.Of<IIncidentEvent>(), Incident.Fold, Escalation.Pending)
{
    public static void Index(StoreOptions options) => options.Schema.For<Incident>().DocumentAlias("incident").Index(incident => incident.OpenedAt);
}
