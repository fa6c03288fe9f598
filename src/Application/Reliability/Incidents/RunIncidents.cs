using EventedPipelines.Application.Production.Runs;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Projections.Production.Runs;
using Marten;

namespace EventedPipelines.Application.Reliability.Incidents;

/// <summary>An incident's id is derived from its interval; the question is whether it exists.</summary>
public sealed class RunIncidents : IRunIncidents
{
    public async Task<IReadOnlyDictionary<Guid, Guid>> OfAsync(IQuerySession session, IReadOnlyCollection<RunDetails> runs, CancellationToken cancellationToken)
    {
        var ids = runs.Select(IdOf).Distinct().ToArray();
        var known = (await session.Query<Incident>().Where(incident => incident.Id.IsOneOf(ids)).Select(incident => incident.Id).ToListAsync(cancellationToken)).ToHashSet();
        return runs.Where(run => known.Contains(IdOf(run))).ToDictionary(run => run.Id, IdOf);
    }

    static Guid IdOf(RunDetails run) => Incident.IdOf(run.Pipeline, run.Interval);
}
