using EventedPipelines.Application.Catalog.Policies;
using EventedPipelines.Application.Production.Publications;
using EventedPipelines.Application.Reliability.Incidents;
using EventedPipelines.Domain.Production.Publications;
using Marten;

namespace EventedPipelines.Application.Reliability.Notifications;

/// <summary>By the recorded policies and owners.</summary>
public sealed class PipelineAudiences : IAudiences
{
    public async Task<Audiences> OfAsync(IQuerySession session, string pipeline, string area, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var policy = (await session.PoliciesAsync(cancellationToken)).Policies.Notifications;
        return new([.. policy.ReadersOf(area)], await session.PrimaryOwnersAsync(pipeline, area, now, cancellationToken), policy);
    }
}
