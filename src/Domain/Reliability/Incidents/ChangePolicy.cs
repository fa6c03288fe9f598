using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Reliability.Incidents;

/// <summary>An incident is to escalate by the workspace's present policy.</summary>
public sealed record ChangePolicy(DefinedPolicies Policies, string Reason, string By);

public static class ChangePolicyDecision
{
    /// <summary>
    /// The next page is by the new policy, at once where its time has passed (domain.md 3.1). Nothing where the incident escalates by that policy
    /// already, whatever else its version has changed, or by a later one that somebody else has chosen meanwhile.
    /// </summary>
    public static Decision Decide(ChangePolicy command, Incident incident, DateTimeOffset now) => (incident, command.Policies) switch
    {
        ({ IsResolved: true }, _) => new Rejection("The incident is resolved: nobody is paged for it any more."),
        (_, { Policies.Escalation: var present, PolicyVersion: var version }) when present != incident.Policy && version >= incident.PolicyVersion =>
            [new EscalationPolicyChanged(incident.Id, present, version, command.Reason, command.By, now)],
        _ => [],
    };
}
