using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Catalog.Policies;

/// <summary>The policies found in the workspace.</summary>
public sealed record DefinePolicies(PolicySet Policies, string Actor);

public static class DefinePoliciesDecision
{
    /// <summary>A new version where they changed; nothing where they are as they were.</summary>
    public static Decision Decide(DefinePolicies command, DefinedPolicies? defined, DateTimeOffset now)
    {
        var hash = CanonicalJson.HashOf(command.Policies);
        return defined?.Hash == hash ? [] : [new PoliciesDefined(DefinedPolicies.TheId, (defined?.PolicyVersion ?? 0) + 1, hash, command.Policies, command.Actor, now)];
    }
}
