using EventedPipelines.Domain.Kernel;
using EventedPipelines.Projections.Production.Runs;
using Marten;

namespace EventedPipelines.Application.Production.Runs;

/// <summary>Which runs and deliveries have an incident, open or resolved. Whoever knows incidents says it: production does not.</summary>
public interface IRunIncidents
{
    /// <returns>The incident of the interval or of what it reads, by the id of the run, where there is one.</returns>
    Task<IReadOnlyDictionary<Guid, Guid>> OfAsync(IQuerySession session, IReadOnlyCollection<RunDetails> runs, CancellationToken cancellationToken);

    /// <returns>The incident of a source's period; null where there is none.</returns>
    Task<Guid?> OfDeliveryAsync(IQuerySession session, string source, DataInterval period, CancellationToken cancellationToken);
}
