using EventedPipelines.Domain.Production.Publications;
using Marten;

namespace EventedPipelines.Application.Production.Publications;

/// <summary>Who is told of what a pipeline publishes. Whoever knows the people says it: production does not.</summary>
public interface IAudiences
{
    /// <summary>The teams that read the area's numbers, and its primary owners, whoever stands in for them (domain.md 2.11).</summary>
    Task<Audiences> OfAsync(IQuerySession session, string pipeline, string area, DateTimeOffset now, CancellationToken cancellationToken);
}
