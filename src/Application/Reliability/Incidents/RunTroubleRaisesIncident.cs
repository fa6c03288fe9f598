using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Reliability.Incidents;
using Marten;

namespace EventedPipelines.Application.Reliability.Incidents;

/// <summary>What a person has to know of a run opens or joins its interval's incident (domain.md 3.1).</summary>
public sealed class RunTroubleRaisesIncident() : Reaction<Run>(IncidentCauses.Events)
{
    protected override Task ReactAsync(IDocumentSession session, Run before, IReadOnlyList<object> events, DateTimeOffset now, CancellationToken cancellationToken) =>
        session.RaiseIncidentAsync(
            [.. IncidentCauses.Of(events, before, now).Select(cause => new RaiseIncident(before.Pipeline, before.Area, before.DataInterval, cause, before.Simulated))], now, cancellationToken);
}
