using EventedPipelines.Projections.Production.Runs;
using Marten;

namespace EventedPipelines.Application.Production.Runs;

/// <summary>Which runs are of an interval that has an incident, open or resolved. Whoever knows incidents says it: production does not.</summary>
public interface IRunIncidents
{
    /// <returns>The incident by the id of the run, where there is one.</returns>
    Task<IReadOnlyDictionary<Guid, Guid>> OfAsync(IQuerySession session, IReadOnlyCollection<RunDetails> runs, CancellationToken cancellationToken);
}
