using EventedPipelines.Application.Production.Runs;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Projections.Production.Runs;
using Marten;

namespace EventedPipelines.Application.Reliability.Incidents;

/// <summary>An incident's id is derived from its interval; the question is whether it exists. That of a source names the intervals it touches.</summary>
public sealed class RunIncidents : IRunIncidents
{
    public async Task<IReadOnlyDictionary<Guid, Guid>> OfAsync(IQuerySession session, IReadOnlyCollection<RunDetails> runs, CancellationToken cancellationToken)
    {
        var ids = runs.Select(IdOf).Distinct().ToArray();
        var known = (await session.Query<Incident>().Where(incident => incident.Id.IsOneOf(ids)).Select(incident => incident.Id).ToListAsync(cancellationToken)).ToHashSet();
        var ofSources = await session.Query<Incident>().Where(incident => incident.Subject != null).ToListAsync(cancellationToken);
        return runs
            .Select(run => (run.Id, Incident: known.Contains(IdOf(run)) ? IdOf(run) : ofSources.LastOrDefault(incident => incident.Affects(run.Pipeline, run.Interval))?.Id))
            .Where(run => run.Incident is not null).ToDictionary(run => run.Id, run => run.Incident!.Value);
    }

    static Guid IdOf(RunDetails run) => Incident.IdOf(run.Pipeline, run.Interval);
}
