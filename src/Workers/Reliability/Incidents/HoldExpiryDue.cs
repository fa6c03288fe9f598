using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Workers.Kernel.Work;

namespace EventedPipelines.Workers.Reliability.Incidents;

/// <summary>A hold of an incident has run out.</summary>
public sealed record HoldExpiryDue(Guid IncidentId);

public static class HoldExpiryDueHandler
{
    public static Decision Handle(HoldExpiryDue _, [Locked] Incident incident, DateTimeOffset now) => ExpireHoldDecision.Decide(incident, now);
}
