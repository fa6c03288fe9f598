using EventedPipelines.Domain.Policies;
using Marten;

namespace EventedPipelines.Projections.Policies;

public static class PoliciesInForce
{
    /// <summary>The workspace's policies with their version; null before the workspace was first taken over.</summary>
    public static Task<DefinedPolicies?> PoliciesAsync(this IQuerySession session, CancellationToken token) =>
        session.LoadAsync<DefinedPolicies>(DefinedPolicies.TheId, token);
}
