using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Reliability.Incidents;

public static class ExpireHoldDecision
{
    /// <summary>Nothing where the hold was renewed, is over already, or the incident is resolved.</summary>
    public static Decision Decide(Incident incident, DateTimeOffset now) => incident is { IsResolved: false, Hold: { IsOver: false } hold } && hold.Until <= now
        ? [new HoldExpired(incident.Id, now, EventRef.Of(incident.Id, hold.Version))]
        : [];
}
