using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Reliability.Incidents;
using Marten;

namespace EventedPipelines.Application.Reliability.Incidents;

/// <summary>What a person has to know of a run opens or joins the incident of its interval, or of the source's period that is at fault (domain.md 3.1).</summary>
public sealed class RunTroubleRaisesIncident() : Reaction<Run>(IncidentCauses.Events)
{
    protected override async Task ReactAsync(IDocumentSession session, Run before, IReadOnlyList<object> events, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var raised in IncidentCauses.Of(events, before, now).GroupBy(raised => raised.IncidentId).OrderBy(raised => raised.Key))
        {
            await session.RaiseIncidentAsync([.. raised], now, cancellationToken);
        }
    }
}
