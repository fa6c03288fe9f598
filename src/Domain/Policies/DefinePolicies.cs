namespace EventedPipelines.Domain.Policies;

/// <summary>The policies found in the workspace.</summary>
public sealed record DefinePolicies(PolicySet Policies, string Actor);

public static class DefinePoliciesDecision
{
    /// <summary>A new version where they changed; nothing where they are as they were.</summary>
    public static IEnumerable<object> Decide(DefinePolicies command, DefinedPolicies? defined, DateTimeOffset now)
    {
        var hash = CanonicalJson.HashOf(command.Policies);
        if (defined?.Hash != hash)
        {
            yield return new PoliciesDefined(DefinedPolicies.TheId, (defined?.PolicyVersion ?? 0) + 1, hash, command.Policies, command.Actor, now);
        }
    }
}
