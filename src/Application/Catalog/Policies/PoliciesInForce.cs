using EventedPipelines.Domain.Catalog.Policies;
using Marten;

namespace EventedPipelines.Application.Catalog.Policies;

public static class PoliciesInForce
{
    /// <summary>The workspace's policies as they are recorded, with their version.</summary>
    public static async Task<DefinedPolicies> PoliciesAsync(this IQuerySession session, CancellationToken cancellationToken) =>
        await session.LoadAsync<DefinedPolicies>(DefinedPolicies.TheId, cancellationToken) ?? DefinedPolicies.None;
}
